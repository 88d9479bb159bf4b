package io.lode.jobs.store.tables;

import java.util.Map;
import org.apache.spark.Partitioner;
import org.apache.spark.broadcast.Broadcast;

/** Gives every group a partition of its own, so that a slow group holds up no other. */
final class GroupPartitioner extends Partitioner {

  private static final long serialVersionUID = 1L;

  private final Broadcast<Map<String, Integer>> places;

  /**
   * Takes the partitions.
   *
   * @param places partition by group path, 0 and up without gaps; broadcast, since every task has
   *     the partitioner
   */
  GroupPartitioner(Broadcast<Map<String, Integer>> places) {
    this.places = places;
  }

  @Override
  public int numPartitions() {
    return Math.max(1, places.value().size());
  }

  @Override
  public int getPartition(Object key) {
    return places.value().get((String) key);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GroupPartitioner that && places.value().equals(that.places.value());
  }

  @Override
  public int hashCode() {
    return places.value().hashCode();
  }
}
