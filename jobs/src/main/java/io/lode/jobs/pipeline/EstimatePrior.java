package io.lode.jobs.pipeline;

import io.lode.artifact.ArtifactException;
import io.lode.artifact.CodeVersion;
import io.lode.jobs.DamagedStoreException;
import io.lode.jobs.NothingUsableException;
import io.lode.jobs.UsageException;
import io.lode.jobs.conf.settings.LongRunSettings;
import io.lode.jobs.conf.settings.PriorSettings;
import io.lode.jobs.spark.GroupTasks;
import io.lode.jobs.spark.GroupTasks.Done;
import io.lode.jobs.store.Store;
import io.lode.jobs.store.artifacts.Priors;
import io.lode.jobs.store.files.VersionedFolder;
import io.lode.jobs.store.tables.GroupSummary;
import io.lode.jobs.store.tables.TrajectorySnapshot;
import io.lode.prior.GroupEvidence;
import io.lode.prior.Prior;
import io.lode.prior.PriorArtifact;
import io.lode.prior.PriorArtifact.Source;
import io.lode.prior.PriorConfig;
import io.lode.prior.PriorTrainer;
import io.lode.trajectory.GroupKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Estimates a prior from the groups of stores and publishes it.
 *
 * <p>One pass over the runs: each task fits one group and sends what it says, some hundred numbers,
 * to the driver, which sees no trajectory.
 *
 * @param context of the use case; the prior is published to its store
 */
public record EstimatePrior(JobContext context) {

  /** What a prior starts from. */
  public enum Base {
    /** The groups of the prior that comes with LODE count, too. */
    BUNDLED,
    /** Only the groups of the stores count. */
    NOTHING
  }

  /**
   * What was published.
   *
   * @param artifact the prior, with its version
   * @param path of the version, relative to the store
   * @param failed groups that taught nothing, with the reason
   */
  public record Estimated(PriorArtifact artifact, String path, List<Done<GroupEvidence>> failed) {}

  /**
   * Estimates and publishes.
   *
   * @param further stores whose groups count beside those of the context's store
   * @throws NothingUsableException if no store has a group that the filter admits and that can be
   *     fitted
   */
  public Estimated run(List<Store> further, Base base) {
    List<Store> stores = new ArrayList<>(List.of(context.store()));
    stores.addAll(further);
    PriorConfig config = PriorSettings.of(context.settings()).config();
    LongRunSettings longRuns = LongRunSettings.of(context.settings());
    long seed = context.seed();
    List<Source> sources = new ArrayList<>();
    List<GroupEvidence> taught = new ArrayList<>();
    List<Done<GroupEvidence>> failed = new ArrayList<>();
    for (Store store : stores) {
      Optional<TrajectorySnapshot> snapshot = store.findTrajectories();
      if (snapshot.isEmpty()) {
        continue;
      }
      List<GroupKey> groups =
          snapshot.get().groups(context.groups()).stream().map(GroupSummary::group).toList();
      int before = taught.size();
      for (Done<GroupEvidence> done :
          new GroupTasks(context.spark(), snapshot.get(), context.progress())
              .run(
                  "prior",
                  groups,
                  sweep -> new PriorTrainer(longRuns.trainer(seed), config).evidence(sweep))) {
        if (done.failure() == null) {
          taught.add(done.value());
        } else {
          failed.add(done);
        }
      }
      sources.add(
          new Source(store.root(), String.valueOf(snapshot.get().id()), taught.size() - before));
    }
    if (taught.isEmpty()) {
      throw new NothingUsableException(
          "no group of "
              + stores.stream().map(Store::root).toList()
              + " teaches anything; expected at least one whose runs can be fitted"
              + failed.stream().limit(1).map(one -> ", found " + one.failure()).toList());
    }
    Prior prior = Prior.of(config, taught);
    if (base == Base.BUNDLED) {
      PriorArtifact bundled = PriorArtifact.bundled();
      sources.addAll(bundled.sources());
      prior = Prior.of(config, bundled.prior().groups()).with(taught);
    }
    PriorArtifact artifact =
        PriorArtifact.of(prior, sources, Instant.now().toString(), CodeVersion.current());
    Priors priors = new Priors(context.store().files());
    int version = priors.publish(artifact);
    return new Estimated(artifact.withVersion(version), priors.folder().path(version), failed);
  }

  /**
   * Makes an earlier version the latest.
   *
   * @throws UsageException if there is no such version
   * @throws DamagedStoreException if it is damaged; nothing is changed then
   */
  public Estimated rollBack(int version) {
    Priors priors = new Priors(context.store().files());
    VersionedFolder folder = priors.folder();
    try {
      PriorArtifact artifact =
          priors
              .version(version)
              .orElseThrow(
                  () ->
                      new UsageException(
                          "--to "
                              + version
                              + " is no version of "
                              + folder.folder()
                              + ", found "
                              + folder.versions()));
      folder.makeLatest(version);
      return new Estimated(artifact, folder.path(version), List.of());
    } catch (ArtifactException e) {
      throw new DamagedStoreException(
          e.getMessage() + "; nothing was changed: choose another version", e);
    }
  }
}
