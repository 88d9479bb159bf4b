package io.lode.jobs.pipeline.upkeep;

import io.lode.jobs.ingest.delivery.RemovedRuns;
import io.lode.jobs.ingest.delivery.RemovedRuns.Changed;
import io.lode.jobs.pipeline.JobContext;
import java.util.List;

/**
 * Takes runs out of what counts, such as pilots or a run that is there under two names, and brings
 * them back.
 *
 * @param context of the use case; its filter says in which groups the runs are
 */
public record Remove(JobContext context) {

  /**
   * Makes runs not count.
   *
   * @param runs their names
   */
  public List<Changed> remove(List<String> runs) {
    return new RemovedRuns(context.store()).remove(context.groups(), runs);
  }

  /**
   * Makes runs count again.
   *
   * @param runs their names
   */
  public List<Changed> restore(List<String> runs) {
    return new RemovedRuns(context.store()).restore(context.groups(), runs);
  }
}
