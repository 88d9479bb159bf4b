package io.lode.jobs.store;

import java.util.Map;
import org.apache.spark.Partitioner;

/** Gives every group a partition of its own, so that a slow group holds up no other. */
final class GroupPartitioner extends Partitioner {

  private static final long serialVersionUID = 1L;

  private final Map<String, Integer> places;

  /**
   * Takes the partitions.
   *
   * @param places partition by group path, 0 and up without gaps; serializable
   */
  GroupPartitioner(Map<String, Integer> places) {
    this.places = places;
  }

  @Override
  public int numPartitions() {
    return Math.max(1, places.size());
  }

  @Override
  public int getPartition(Object key) {
    return places.get((String) key);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GroupPartitioner that && places.equals(that.places);
  }

  @Override
  public int hashCode() {
    return places.hashCode();
  }
}
