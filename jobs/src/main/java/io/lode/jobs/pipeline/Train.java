package io.lode.jobs.pipeline;

import io.lode.artifact.ArtifactException;
import io.lode.artifact.CodeVersion;
import io.lode.artifact.Digests;
import io.lode.jobs.NothingUsableException;
import io.lode.jobs.Notices;
import io.lode.jobs.conf.settings.TrainSettings;
import io.lode.jobs.group.GroupTraining;
import io.lode.jobs.group.PriorInForce;
import io.lode.jobs.group.TrainedGroup;
import io.lode.jobs.spark.GroupTasks;
import io.lode.jobs.spark.GroupTasks.Done;
import io.lode.jobs.store.artifacts.Ensembles;
import io.lode.jobs.store.tables.GroupSummary;
import io.lode.jobs.store.tables.TrajectorySnapshot;
import io.lode.trajectory.GroupKey;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.CollectionAccumulator;

/** Fits the ensemble of every group whose runs changed since it was fitted last. */
public final class Train {

  private static final int ID_DIGITS = 16;

  private final JobContext context;
  private final TrainSettings settings;
  private final PriorInForce prior;

  /** Prepares to fit, with the settings in force. */
  public Train(JobContext context) {
    this.context = context;
    settings = TrainSettings.of(context.settings());
    prior = context.prior();
  }

  /**
   * Fits what is missing.
   *
   * @return one result a group, in the order of the groups; the groups whose ensemble was there
   *     already are among them
   * @throws NothingUsableException if the store has no group that the filter admits
   */
  public GroupsReport<TrainedGroup> run() {
    TrajectorySnapshot snapshot = context.store().trajectories();
    List<GroupSummary> groups = snapshot.groups(context.groups());
    if (groups.isEmpty()) {
      throw context.groups().nothingIn(context.store().root(), snapshot.keys());
    }
    Ensembles ensembles = new Ensembles(context.store().artifacts());
    Map<String, GroupTraining.Identity> missing = new TreeMap<>();
    List<GroupKey> groupsToFit = new ArrayList<>();
    List<Done<TrainedGroup>> results = new ArrayList<>();
    for (Looked one : look(ensembles, wanted(groups, String.valueOf(snapshot.id())))) {
      GroupKey group = one.wanted().group();
      if (one.found() != null || one.failure() != null) {
        results.add(new Done<>(group, one.found(), one.failure()));
      } else {
        groupsToFit.add(group);
        missing.put(group.path(), one.wanted().identity());
      }
    }
    context
        .progress()
        .accept(
            "train: %d groups to fit, %d unchanged".formatted(groupsToFit.size(), results.size()));
    GroupTraining training = new GroupTraining(ensembles, settings, prior, context.seed(), missing);
    results.addAll(
        new GroupTasks(context.spark(), snapshot, context.progress())
            .run("train", groupsToFit, training::fit));
    results.sort(Comparator.comparing(Done::group));
    return new GroupsReport<>("train", results);
  }

  /** The ensembles that groups should have. */
  private List<Wanted> wanted(List<GroupSummary> groups, String snapshot) {
    String created = Instant.now().toString();
    return groups.stream()
        .map(
            summary ->
                new Wanted(
                    summary.group(),
                    new GroupTraining.Identity(
                        id(summary, context.seed()), summary.fingerprint(), snapshot, created)))
        .toList();
  }

  /** An ensemble that a group should have. */
  private record Wanted(GroupKey group, GroupTraining.Identity identity) implements Serializable {}

  /** Whether it has: null where it does not, or where that could not be told, for a reason. */
  private record Looked(Wanted wanted, TrainedGroup found, String failure)
      implements Serializable {}

  /** Looks for ensembles in tasks: thousands one after the other would take long on a far store. */
  private List<Looked> look(Ensembles ensembles, List<Wanted> wanted) {
    JavaSparkContext executors = JavaSparkContext.fromSparkContext(context.spark().sparkContext());
    int tasks = Math.min(wanted.size(), 4 * executors.defaultParallelism());
    CollectionAccumulator<String> notices =
        context.spark().sparkContext().collectionAccumulator("train");
    List<Looked> looked =
        executors
            .parallelize(wanted, tasks)
            .map(
                one -> {
                  Looked found = look(ensembles, one);
                  Notices.take().forEach(notices::add);
                  return found;
                })
            .collect();
    notices.value().forEach(Notices::tell);
    return looked;
  }

  private static Looked look(Ensembles ensembles, Wanted wanted) {
    try {
      TrainedGroup found =
          ensembles
              .card(wanted.group(), wanted.identity().id())
              .filter(card -> ensembles.readable(wanted.group(), card).isPresent())
              .map(TrainedGroup::unchanged)
              .orElse(null);
      return new Looked(wanted, found, null);
    } catch (ArtifactException e) {
      return new Looked(wanted, null, e.getMessage());
    }
  }

  /** The same runs, settings, seed and code give the same ensemble, so it is named by them. */
  private String id(GroupSummary summary, long seed) {
    String content =
        String.join(
            "\n",
            summary.fingerprint(),
            summary.objective().toString(),
            settings.toString(),
            prior.idFor(summary.runs()),
            String.valueOf(seed),
            CodeVersion.current());
    return Digests.sha256(content.getBytes(StandardCharsets.UTF_8)).substring(0, ID_DIGITS);
  }
}
