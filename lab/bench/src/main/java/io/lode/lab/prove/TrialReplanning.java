package io.lode.lab.prove;

import io.lode.forecast.Horizon;
import io.lode.jobs.group.RestPlanner;
import io.lode.jobs.store.Store;
import io.lode.schedule.PiecewiseLogLinear;
import io.lode.search.ScheduleDecision;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.Run;
import io.lode.trajectory.Trajectory;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Plans the rest of the runs of a head-to-head, as the product plans runs in flight.
 *
 * @param planner of the product, with the group's sweep and ensemble
 * @param horizon at which the runs are judged
 */
record TrialReplanning(RestPlanner planner, Horizon horizon) {

  /**
   * Decides on runs from what they had logged when a part of training was over.
   *
   * @param logged store that holds their logs
   * @param now part of training that is over
   * @return one a run, in their order; a run that had diverged or logged nothing keeps its schedule
   */
  List<Published> plan(Store logged, Horizon now, List<LookedAtRun> runs) {
    Set<String> names = new HashSet<>();
    runs.forEach(run -> names.add(run.run()));
    Map<String, Run> found = ProofPage.runs(logged, names);
    return runs.stream().map(run -> plan(found.get(run.run()), run.schedule(), now)).toList();
  }

  private Published plan(Run run, PiecewiseLogLinear inForce, Horizon now) {
    double step = now.step(planner.sweep().totalSteps());
    if (run == null || run.trajectory().step()[0] > step) {
      return kept(inForce, "it had logged nothing");
    }
    Trajectory logged = run.trajectory();
    if (run.diverged() && logged.lastStep() <= step) {
      return kept(inForce, "it had diverged");
    }
    MetricTransform transform = planner.sweep().objective().transform();
    ScheduleDecision decision = planner.plan(logged, step, inForce, horizon).decision();
    return new Published(
        decision.schedule(),
        decision instanceof ScheduleDecision.Revised ? "revised" : "kept",
        decision.reason(),
        transform.invert(decision.mean()),
        transform.invertStandardDeviation(decision.mean(), decision.standardDeviation()),
        Map.of(),
        null);
  }

  private static Published kept(PiecewiseLogLinear inForce, String why) {
    return new Published(inForce, "kept", why, Double.NaN, Double.NaN, Map.of(), null);
  }
}
