package io.lode.lab.prove;

import io.lode.ensemble.RunConditioner;
import io.lode.forecast.Horizon;
import io.lode.forecast.RunSoFar;
import io.lode.forecast.SweepOutcomes;
import io.lode.jobs.NothingUsableException;
import io.lode.jobs.store.Store;
import io.lode.jobs.store.artifacts.Ensembles;
import io.lode.lab.prove.Scheduling.InFlight;
import io.lode.lab.prove.Scheduling.Published;
import io.lode.schedule.PiecewiseLogLinear;
import io.lode.search.ScheduleDecision;
import io.lode.search.replan.ReplanConfig;
import io.lode.search.replan.ReplanProblem;
import io.lode.search.replan.Replanning;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.Trajectory;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Plans the rest of runs by a store's sweep and ensemble, as replanning does for runs in flight.
 */
public final class RestPlanner {

  private final RunConditioner conditioner;
  private final Replanning replanning;
  private final long seed;

  /**
   * Prepares a group.
   *
   * @param store that holds its sweep and its ensemble
   * @param horizon at which the runs are judged
   * @param seed of the search
   * @throws NothingUsableException if the group has no ensemble
   */
  public RestPlanner(Store store, GroupKey group, ReplanConfig config, Horizon horizon, long seed) {
    Ensembles.Stored ensemble =
        new Ensembles(store.artifacts())
            .newest(group)
            .orElseThrow(
                () ->
                    new NothingUsableException(
                        "group " + group + " has no ensemble in " + store.root()));
    Sweep sweep = store.trajectories().sweeps(List.of(group)).first();
    conditioner =
        new RunConditioner(
            ensemble.modal(), SweepOutcomes.of(sweep, horizon.step(sweep.totalSteps())));
    replanning = new Replanning(config);
    this.seed = seed;
  }

  /**
   * Decides on runs, given what they had logged when a part of training was over.
   *
   * @param logged store that holds their logs
   * @return one a run, in their order; a run that had diverged or logged nothing keeps its schedule
   */
  public List<Published> plan(Store logged, Horizon now, List<InFlight> runs) {
    Set<String> names = new HashSet<>();
    runs.forEach(run -> names.add(run.run()));
    Map<String, Run> found = ProofPage.runs(logged, names);
    return runs.stream().map(run -> plan(found.get(run.run()), run.schedule(), now)).toList();
  }

  private Published plan(Run run, PiecewiseLogLinear inForce, Horizon now) {
    SweepOutcomes sweep = conditioner.sweep();
    double step = now.step(sweep.sweep().totalSteps());
    if (run == null || run.trajectory().step()[0] > step) {
      return kept(inForce, "it had logged nothing");
    }
    Trajectory logged = run.trajectory();
    if (run.diverged() && logged.lastStep() <= step) {
      return kept(inForce, "it had diverged");
    }
    MetricTransform transform = sweep.sweep().objective().transform();
    RunSoFar soFar = RunSoFar.of(logged, transform, step).withApplied(inForce);
    ScheduleDecision decision =
        replanning.decide(new ReplanProblem(sweep, conditioner.given(soFar), soFar, inForce, seed));
    return new Published(
        decision.schedule(),
        decision instanceof ScheduleDecision.Revised ? "revised" : "kept",
        decision.reason(),
        transform.invert(decision.mean()),
        transform.invertStandardDeviation(decision.mean(), decision.standardDeviation()),
        null);
  }

  private static Published kept(PiecewiseLogLinear inForce, String why) {
    return new Published(inForce, "kept", why, Double.NaN, Double.NaN, null);
  }
}
