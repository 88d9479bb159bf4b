package io.lode.lab.load;

import io.lode.jobs.GroupFilter;
import io.lode.jobs.conf.settings.Settings;
import io.lode.jobs.pipeline.EstimatePrior;
import io.lode.jobs.pipeline.EstimatePrior.Estimated;
import io.lode.jobs.pipeline.Ingest;
import io.lode.jobs.pipeline.JobContext;
import io.lode.jobs.progress.Progress;
import io.lode.jobs.store.Store;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;

/**
 * Times {@code lode prior} on many groups, each the sweep of another simulated world.
 *
 * @param folder where logs and the store are kept
 * @param settings in force
 * @param progress takes a line at a time
 */
public record PriorLoadBench(
    Path folder, SparkSession spark, Settings settings, Progress progress) {

  private static final long SEED = 1;

  /**
   * One measurement.
   *
   * @param groups how many there are
   * @param runs of each
   * @param taught groups that the prior knows, those of the one that comes with LODE left out
   * @param ingestSeconds wall clock
   * @param priorSeconds wall clock
   */
  public record Measured(
      int groups, int runs, int taught, double ingestSeconds, double priorSeconds) {

    /** A line for people. */
    public String line() {
      return String.format(
          Locale.ROOT,
          "%d groups of %d runs: ingest %.1f s, prior %.1f s, %.1f groups a second; %d groups taught"
              + " the prior",
          groups,
          runs,
          ingestSeconds,
          priorSeconds,
          groups / priorSeconds,
          taught);
    }
  }

  /**
   * Measures.
   *
   * @throws IllegalArgumentException if a number is not positive
   */
  public Measured run(int groups, int runs) {
    if (groups < 1 || runs < 1) {
      throw new IllegalArgumentException(
          "groups and runs must be at least 1, found " + groups + " and " + runs);
    }
    Path logs = folder.resolve("prior-" + groups).resolve("logs");
    for (int group = 0; group < groups; group++) {
      GroupsBench.write(logs, group, runs);
    }
    String root = folder.resolve("prior-" + groups).resolve("store").toUri().toString();
    Store store = Store.open(spark, root);
    JobContext context = new JobContext(spark, store, settings, GroupFilter.all(), SEED, progress);
    long start = System.nanoTime();
    new Ingest(context).run("csv", logs.toUri().toString()).requireSuccess();
    long ingested = System.nanoTime();
    Estimated estimated = new EstimatePrior(context).run(List.of(), EstimatePrior.Base.NOTHING);
    long done = System.nanoTime();
    return new Measured(
        groups,
        runs,
        estimated.artifact().prior().groups().size(),
        (ingested - start) * 1e-9,
        (done - ingested) * 1e-9);
  }
}
