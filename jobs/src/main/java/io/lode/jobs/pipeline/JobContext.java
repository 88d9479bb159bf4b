package io.lode.jobs.pipeline;

import io.lode.jobs.GroupFilter;
import io.lode.jobs.conf.settings.LatentSettings;
import io.lode.jobs.conf.settings.LongRunSettings;
import io.lode.jobs.conf.settings.PriorSettings;
import io.lode.jobs.conf.settings.Settings;
import io.lode.jobs.conf.settings.TrainSettings;
import io.lode.jobs.group.PriorInForce;
import io.lode.jobs.group.SearchMethod;
import io.lode.jobs.group.longrun.LongRunContext;
import io.lode.jobs.progress.Progress;
import io.lode.jobs.store.Store;
import io.lode.jobs.store.artifacts.Priors;
import io.lode.prior.PriorArtifact;
import io.lode.search.nightly.NightlySearch;
import java.time.Instant;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * What a use case works with.
 *
 * @param session gives the Spark session; it starts when it is first asked for
 * @param hadoop how file systems are reached
 * @param store the store that the use case reads and writes
 * @param settings the settings in force
 * @param groups the groups that the use case works on
 * @param seed the seed of all randomness
 * @param progress takes a line at a time about long work
 */
public record JobContext(
    Supplier<SparkSession> session,
    Configuration hadoop,
    Store store,
    Settings settings,
    GroupFilter groups,
    long seed,
    Progress progress) {

  /** As a session that runs already has it. */
  public JobContext(
      SparkSession spark,
      Store store,
      Settings settings,
      GroupFilter groups,
      long seed,
      Progress progress) {
    this(
        () -> spark, spark.sessionState().newHadoopConf(), store, settings, groups, seed, progress);
  }

  /** The Spark session; it starts now where it has not yet. */
  public SparkSession spark() {
    return session.get();
  }

  /** The same work on another store. */
  public JobContext on(Store other) {
    return new JobContext(session, hadoop, other, settings, groups, seed, progress);
  }

  /**
   * The forecaster that each group's held-out runs chose, and the nightly search.
   *
   * @return the method that {@code nightly} uses
   */
  public SearchMethod standardMethod() {
    return method(SearchMethod.CHOSEN, NightlySearch.NAME);
  }

  /** The prior that fits are shrunk to, by the settings in force. */
  public PriorInForce prior() {
    PriorSettings use = PriorSettings.of(settings);
    PriorArtifact artifact =
        switch (use.use()) {
          case NONE -> null;
          case BUNDLED -> PriorArtifact.bundled();
          case STORE -> new Priors(store.files()).latest().orElseGet(PriorArtifact::bundled);
        };
    return new PriorInForce(
        artifact, use.fewRuns(), use.fewRunsBeyond(), LongRunSettings.of(settings));
  }

  /**
   * What plans of trainings of another length are made with, by the settings in force.
   *
   * @param snapshot of the runs, by its id
   */
  LongRunContext longRuns(String snapshot) {
    return new LongRunContext(
        store.artifacts(),
        snapshot,
        LongRunSettings.of(settings),
        prior(),
        seed,
        Instant.now().toString());
  }

  /**
   * A forecaster and a search by their names, with the settings in force.
   *
   * @throws io.lode.jobs.UsageException if one of the names is not known
   */
  public SearchMethod method(String forecaster, String search) {
    return new SearchMethod(
        forecaster, search, TrainSettings.of(settings), LatentSettings.of(settings));
  }
}
