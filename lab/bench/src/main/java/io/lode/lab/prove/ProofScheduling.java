package io.lode.lab.prove;

import io.lode.artifact.ScheduleArtifact;
import io.lode.artifact.ScheduleArtifactJson;
import io.lode.forecast.Horizon;
import io.lode.jobs.JobException;
import io.lode.jobs.UsageException;
import io.lode.jobs.cli.IngestCommand;
import io.lode.jobs.cli.MethodOptions;
import io.lode.jobs.cli.TrainCommand;
import io.lode.jobs.conf.settings.ReplanSettings;
import io.lode.jobs.conf.settings.SearchSettings;
import io.lode.jobs.group.GeneratedGroup;
import io.lode.jobs.group.GeneratedSchedule;
import io.lode.jobs.group.Policy;
import io.lode.jobs.group.SearchMethod;
import io.lode.jobs.pipeline.Generate;
import io.lode.jobs.pipeline.JobContext;
import io.lode.jobs.spark.GroupTasks;
import io.lode.jobs.spark.GroupTasks.Done;
import io.lode.jobs.store.Store;
import io.lode.jobs.store.tables.GroupSummary;
import io.lode.model.latent.LatentForecaster;
import io.lode.model.modal.ModalForecaster;
import io.lode.search.nightly.NightlySearch;
import io.lode.trajectory.GroupKey;
import java.nio.file.Path;
import java.util.List;

/**
 * The commands' work on the stores of a head-to-head.
 *
 * @param context of the command
 * @param source how the logs are read
 * @param horizon of every schedule that is not asked for at another
 */
public record ProofScheduling(JobContext context, String source, Horizon horizon)
    implements Scheduling {

  /** Proposals of the papers' scheduler of which the first is its plan, the second a repeat. */
  private static final int PLAN_AND_REPEAT = 2;

  private JobContext at(Path store) {
    return new JobContext(
        context.spark(),
        Store.open(context.spark(), store.toString()),
        context.settings(),
        context.groups(),
        context.seed(),
        context.progress());
  }

  @Override
  public void ingest(Path store, Path logs) {
    require(IngestCommand.ingest(at(store), source, logs.toString()).failure());
  }

  @Override
  public void train(Path store) {
    require(TrainCommand.train(at(store)).failure());
  }

  @Override
  public Published planned(Path store, Horizon at) {
    return publish(store, Policy.PLANNED, at);
  }

  @Override
  public Published proven(Path store) {
    return publish(store, Policy.PROVEN, horizon);
  }

  @Override
  public List<Published> propose(Path store, Horizon at, int count) {
    return propose(store, ModalForecaster.NAME, NightlySearch.NAME, at, count);
  }

  @Override
  public Published plan(Path store, String planner) {
    return planner.equals(LatentForecaster.NAME)
        ? propose(store, planner, NightlySearch.LATENT, horizon, PLAN_AND_REPEAT).get(0)
        : propose(store, planner, NightlySearch.NAME, horizon, 1).get(0);
  }

  @Override
  public List<Published> replan(Path store, Path logged, Horizon now, List<InFlight> runs) {
    JobContext at = at(store);
    List<GroupKey> groups =
        at.store().trajectories().groups(at.groups()).stream().map(GroupSummary::group).toList();
    return new RestPlanner(
            at.store(),
            theOne(groups),
            ReplanSettings.of(at.settings()).config(),
            horizon,
            at.seed())
        .plan(at(logged).store(), now, runs);
  }

  private Published publish(Path store, Policy policy, Horizon published) {
    JobContext at = at(store);
    return published(
            at,
            generate(at, ModalForecaster.NAME, NightlySearch.NAME)
                .publish(at.groups(), List.of(published), policy, at.seed()))
        .get(0);
  }

  private List<Published> propose(
      Path store, String forecaster, String search, Horizon planned, int count) {
    JobContext at = at(store);
    return published(
        at,
        generate(at, forecaster, search).propose(at.groups(), List.of(planned), count, at.seed()));
  }

  private static Generate generate(JobContext at, String forecaster, String search) {
    SearchMethod method = MethodOptions.method(at, forecaster, search);
    return new Generate(
        at.spark(), at.store(), method, SearchSettings.of(at.settings()).search(), at.progress());
  }

  private static List<Published> published(JobContext at, List<Done<GeneratedGroup>> results) {
    require(GroupTasks.failure("generate", results));
    theOne(results.stream().map(Done::group).toList());
    return results.get(0).value().schedules().stream()
        .map(schedule -> published(at.store(), schedule))
        .toList();
  }

  private static GroupKey theOne(List<GroupKey> groups) {
    if (groups.size() > 1) {
      throw new UsageException(
          "a head-to-head takes one group, found " + groups + "; name it with --group");
    }
    return groups.get(0);
  }

  private static Published published(Store store, GeneratedSchedule schedule) {
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
        schedule.repeats());
  }

  private static void require(JobException failure) {
    if (failure != null) {
      throw failure;
    }
  }
}
