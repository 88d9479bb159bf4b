package io.lode.jobs.ingest.delivery;

import io.lode.jobs.UsageException;
import io.lode.jobs.ingest.rows.DeliveredRun;
import io.lode.jobs.ingest.rows.Piece;
import io.lode.jobs.ingest.rows.RunBlock;
import io.lode.jobs.ingest.rows.RunKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaPairRDD;
import scala.Tuple2;

/**
 * The runs of a delivery, a small record each.
 *
 * @param runs by key, sorted
 */
public record DeliveredRuns(Map<RunKey, DeliveredRun> runs) {

  /**
   * Reads all files of a delivery.
   *
   * @param objective what its runs are judged by
   */
  public static DeliveredRuns of(JavaPairRDD<RunKey, Piece> pieces, String objective) {
    Map<RunKey, DeliveredRun> runs = new TreeMap<>();
    for (DeliveredRun summary :
        pieces.mapPartitions(part -> summaries(part, objective)).collect()) {
      runs.put(summary.header().key(), summary);
    }
    return new DeliveredRuns(runs);
  }

  private static Iterator<DeliveredRun> summaries(
      Iterator<Tuple2<RunKey, Piece>> pieces, String objective) {
    List<DeliveredRun> summaries = new ArrayList<>();
    RunKey last = null;
    while (pieces.hasNext()) {
      Tuple2<RunKey, Piece> next = pieces.next();
      if (next._2() instanceof RunBlock block) {
        DeliveredRun summary = DeliveredRun.of(block, objective);
        if (next._1().equals(last)) {
          int end = summaries.size() - 1;
          summaries.set(end, summaries.get(end).and(summary));
        } else {
          summaries.add(summary);
          last = next._1();
        }
      }
    }
    return summaries.iterator();
  }

  /** Paths of the groups, sorted. */
  List<String> groups() {
    return runs.keySet().stream().map(RunKey::group).distinct().toList();
  }

  /**
   * Refuses runs that are in two files.
   *
   * @throws UsageException if there is one
   */
  public void requireOneFileEach() {
    for (DeliveredRun run : runs.values()) {
      if (!run.one().equals(run.other())) {
        throw new UsageException(
            "run "
                + run.header().run()
                + " of model "
                + run.header().group().model()
                + " is in two files, "
                + run.one()
                + " and "
                + run.other()
                + "; expected a run name that tells them apart, such as constants { run ="
                + " \"{study}-{trial}\" }");
      }
    }
  }
}
