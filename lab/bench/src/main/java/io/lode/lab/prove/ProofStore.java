package io.lode.lab.prove;

import io.lode.artifact.ScheduleArtifact;
import io.lode.artifact.ScheduleArtifactJson;
import io.lode.forecast.Horizon;
import io.lode.jobs.NothingUsableException;
import io.lode.jobs.UsageException;
import io.lode.jobs.conf.settings.HyperparameterSettings;
import io.lode.jobs.conf.settings.ReplanSettings;
import io.lode.jobs.group.DecisionSettings;
import io.lode.jobs.group.GeneratedGroup;
import io.lode.jobs.group.GeneratedSchedule;
import io.lode.jobs.group.Policy;
import io.lode.jobs.group.RestPlanner;
import io.lode.jobs.group.SearchMethod;
import io.lode.jobs.pipeline.Generate;
import io.lode.jobs.pipeline.GenerateLongRun;
import io.lode.jobs.pipeline.GroupsReport;
import io.lode.jobs.pipeline.Ingest;
import io.lode.jobs.pipeline.JobContext;
import io.lode.jobs.pipeline.Propose;
import io.lode.jobs.pipeline.Train;
import io.lode.jobs.spark.GroupTasks.Done;
import io.lode.jobs.store.Store;
import io.lode.jobs.store.artifacts.Ensembles;
import io.lode.jobs.store.tables.GroupSummary;
import io.lode.longrun.PlannedLength;
import io.lode.model.latent.LatentForecaster;
import io.lode.search.nightly.NightlySearch;
import io.lode.trajectory.GroupKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One store of a head-to-head, which holds one group. It is opened anew for every use.
 *
 * @param context of the command; its own store is not used
 * @param folder of the store
 * @param source file that says how the logs are read
 * @param hyperparameters that trials can set, by their names in the logs
 * @param horizon of every schedule that is not asked for at another
 */
record ProofStore(
    JobContext context, Path folder, String source, List<String> hyperparameters, Horizon horizon) {

  /** Proposals of the papers' scheduler of which the first is its plan, the second a repeat. */
  private static final int PLAN_AND_REPEAT = 2;

  /** Opens it. */
  Store open() {
    return Store.open(context.spark(), folder.toString());
  }

  /**
   * Reads the logs below a folder.
   *
   * @throws io.lode.jobs.NothingUsableException if none of their rows is an observation
   */
  void ingest(Path logs) {
    new Ingest(at()).run(source, logs.toString()).requireSuccess();
  }

  /**
   * Fits what changed.
   *
   * @throws io.lode.jobs.GroupsFailedException if the group could not be fitted
   */
  void train() {
    new Train(at()).run().requireSuccess();
  }

  /** Publishes the best plan where even its pessimistic outcome beats what is proven. */
  Published planned(Horizon published) {
    return publish(Policy.PLANNED, published);
  }

  /** Publishes the plan of a run that is longer than those of the sweep. */
  Published planned(long steps) {
    JobContext at = at();
    DecisionSettings ofBestRun =
        DecisionSettings.ofBestRun(HyperparameterSettings.of(at.settings()));
    return published(
            at.store(),
            new GenerateLongRun(at, ofBestRun).run(PlannedLength.ofSteps((double) steps)))
        .get(0);
  }

  /** Publishes only what was run at least twice, or the best run's own schedule. */
  Published proven() {
    return publish(Policy.PROVEN, horizon);
  }

  /** What the nightly search proposes for a horizon. */
  List<Published> propose(Horizon planned, int count) {
    return propose(SearchMethod.CHOSEN, NightlySearch.NAME, planned, count);
  }

  /**
   * The best schedule by another model than LODE's own.
   *
   * @param planner one of {@link ProofDefinition#PLANNERS}
   */
  Published plan(String planner) {
    return planner.equals(LatentForecaster.NAME)
        ? propose(planner, NightlySearch.LATENT, horizon, PLAN_AND_REPEAT).get(0)
        : propose(planner, NightlySearch.NAME, horizon, 1).get(0);
  }

  /**
   * Plans the rest of runs anew by this store's sweep and ensemble, or keeps what they follow.
   *
   * @param logged store that holds what the runs logged; what came after {@code now} is not looked
   *     at
   * @param now part of training that is over
   * @return one a run, in their order
   * @throws NothingUsableException if the group has no ensemble
   */
  List<Published> replan(ProofStore logged, Horizon now, List<LookedAtRun> runs) {
    JobContext at = at();
    Store store = at.store();
    GroupKey group =
        theOne(store.trajectories().groups(at.groups()).stream().map(GroupSummary::group).toList());
    Ensembles.Stored ensemble =
        new Ensembles(store.artifacts())
            .newest(group)
            .orElseThrow(
                () ->
                    new NothingUsableException(
                        "group " + group + " has no ensemble in " + store.root()));
    RestPlanner planner =
        new RestPlanner(
            store.trajectories().sweeps(List.of(group)).first(),
            ensemble,
            ReplanSettings.of(at.settings()),
            at.seed());
    return new TrialReplanning(planner, horizon).plan(logged.open(), now, runs);
  }

  private JobContext at() {
    return context.on(open());
  }

  private Published publish(Policy policy, Horizon published) {
    JobContext at = at();
    return published(
            at.store(),
            new Generate(at, at.method(SearchMethod.CHOSEN, NightlySearch.NAME))
                .run(List.of(published), policy))
        .get(0);
  }

  private List<Published> propose(String forecaster, String search, Horizon planned, int count) {
    JobContext at = at();
    return published(
        at.store(), new Propose(at, at.method(forecaster, search)).run(List.of(planned), count));
  }

  private List<Published> published(Store store, GroupsReport<GeneratedGroup> report) {
    report.requireSuccess();
    theOne(report.groups().stream().map(Done::group).toList());
    return report.groups().get(0).value().schedules().stream()
        .map(schedule -> published(store, schedule))
        .toList();
  }

  private static GroupKey theOne(List<GroupKey> groups) {
    if (groups.size() > 1) {
      throw new UsageException(
          "a head-to-head takes one group, found " + groups + "; name it with --group");
    }
    return groups.get(0);
  }

  private Published published(Store store, GeneratedSchedule schedule) {
    // Beside the CSV of a proposal lies its artifact.
    String path = schedule.path().replaceFirst("\\.csv$", ".json");
    byte[] bytes =
        store
            .files()
            .read(path)
            .orElseThrow(() -> new IllegalStateException("the store has no " + path));
    ScheduleArtifact artifact = ScheduleArtifactJson.read(bytes, path);
    return new Published(
        artifact.schedule(),
        schedule.decision(),
        schedule.reason(),
        schedule.objective(),
        schedule.standardDeviation(),
        settable(artifact.settings().values()),
        schedule.repeats());
  }

  /**
   * What trials can set, by the name that trials have for it: logs put sections before names.
   *
   * @throws UsageException if the schedule does not say for which value of one it is, because a
   *     trial would be made with another
   */
  private Map<String, String> settable(Map<String, String> values) {
    Map<String, String> settable = new TreeMap<>();
    for (String name : hyperparameters) {
      String value =
          values.entrySet().stream()
              .filter(one -> one.getKey().equals(name) || one.getKey().endsWith("." + name))
              .map(Map.Entry::getValue)
              .findFirst()
              .orElseThrow(
                  () ->
                      new UsageException(
                          "proof.hyperparameters names "
                              + name
                              + ", but the schedule says nothing of it; it is for "
                              + values
                              + ": leave out what the runs do not log or do not vary"));
      settable.put(name, whole(value));
    }
    return settable;
  }

  /** A whole number without the fraction that JSON gave it: programs take 64 for a batch size. */
  private static String whole(String value) {
    return value.endsWith(".0") ? value.substring(0, value.length() - 2) : value;
  }
}
