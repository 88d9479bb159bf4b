package io.lode.lab.bench;

import io.lode.ensemble.RunConditioner;
import io.lode.ensemble.SearchPanel;
import io.lode.forecast.Outlook;
import io.lode.forecast.RunSoFar;
import io.lode.forecast.SweepOutcomes;
import io.lode.forecast.TrackRecord;
import io.lode.lab.world.Difference;
import io.lode.lab.world.SweepDraw;
import io.lode.lab.world.World;
import io.lode.model.modal.ModalConfig;
import io.lode.model.modal.ModalForecaster;
import io.lode.model.modal.ModalTrainer;
import io.lode.schedule.PiecewiseLogLinear;
import io.lode.schedule.Schedule;
import io.lode.search.Night;
import io.lode.search.ScheduleDecision;
import io.lode.search.SearchConfig;
import io.lode.search.SearchProblem;
import io.lode.search.nightly.NightlySearch;
import io.lode.search.replan.ReplanProblem;
import io.lode.search.replan.Replanning;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Trains runs in a simulated world with and without replanning, under the same luck. */
final class ReplanLoop {

  private static final String NAME = "in-flight";

  private final ReplanPlan plan;
  private final World world;
  private final long seed;
  private final RunConditioner conditioner;
  private final Replanning replanning;
  private final Night night;
  private final Consumer<String> decisions;

  /** Makes the sweep of a world and fits it. */
  ReplanLoop(ReplanPlan plan, World world, long seed, Consumer<String> decisions) {
    this.plan = plan;
    this.decisions = decisions;
    this.world = world;
    this.seed = seed;
    replanning = new Replanning(plan.config());
    GroupKey group = new GroupKey(world.name(), "simulated", GroupKey.UNKNOWN);
    SweepDraw draw = SweepDraw.of(world, plan.sweepSize(), seed);
    List<Run> runs = world.train(draw.schedules(), draw.names(), world.totalSteps(), 1000 * seed);
    SweepOutcomes sweep =
        SweepOutcomes.of(new Sweep(group, world.objective(), runs), world.totalSteps());
    ModalForecaster ensemble = new ModalTrainer(ModalConfig.standard(seed)).fit(sweep.sweep());
    conditioner = new RunConditioner(ensemble, sweep, plan.pace(), TrackRecord.UNKNOWN.reliance());
    night =
        NightlySearch.standard(SearchConfig.standard())
            .search(
                new SearchProblem(
                    sweep, SearchPanel.of(ensemble, sweep), Optional.empty(), 0, seed));
  }

  /** Measures one run of the world. */
  ReplanResult run(ReplanCell cell) {
    World own = cell.difference().map(world::with).orElse(world);
    ScheduleDecision start =
        cell.start() == ReplanCell.Start.PROVEN ? night.proven() : night.planned();
    PiecewiseLogLinear inForce = start.schedule();
    Run whole = train(own, inForce);
    double without = truth(own, inForce, whole);
    boolean divergedBefore = false;
    int replannings = 0;
    int revisions = 0;
    int forced = 0;
    double pace = 1;
    double seconds = 0;
    MetricTransform transform = world.objective().transform();
    List<Double> looks = plan.looks();
    for (int i = 0; i < looks.size(); i++) {
      double step = Math.rint(looks.get(i) * world.totalSteps());
      if (whole.diverged() && whole.trajectory().lastStep() <= step) {
        divergedBefore = i == 0;
        break;
      }
      long begin = System.nanoTime();
      RunSoFar seen = RunSoFar.of(whole.trajectory(), transform, step).withApplied(inForce);
      int planned = plan.at().indexOf(looks.get(i));
      if (planned < 0 && !conditioner.alarm(seen).isOn()) {
        continue;
      }
      replannings++;
      Outlook outlook = conditioner.given(seen);
      ScheduleDecision decision =
          replanning.decide(
              new ReplanProblem(conditioner.sweep(), outlook, seen, inForce, seed + planned));
      seconds += (System.nanoTime() - begin) * 1e-9;
      pace = Math.exp(outlook.pace().logPace());
      decisions.accept(described(cell, step, outlook, decision));
      if (decision instanceof ScheduleDecision.Revised) {
        revisions++;
        forced += decision.reason().contains("rates l") ? 1 : 0;
        inForce = decision.schedule();
        whole = train(own, inForce);
      }
    }
    double with = truth(own, inForce, whole);
    return new ReplanResult(
        cell, without, with, divergedBefore, replannings, revisions, forced, pace, seconds);
  }

  private String described(
      ReplanCell cell, double step, Outlook outlook, ScheduleDecision decision) {
    return String.format(
        Locale.ROOT,
        "%s, seed %d, %s, step %.0f: log pace %.3f ± %.3f, rise %.3f, %s: %s",
        cell.world(),
        seed,
        cell.difference().map(Difference::label).orElse("none"),
        step,
        outlook.pace().logPace(),
        outlook.pace().standardError(),
        outlook.alarm().rise(),
        decision instanceof ScheduleDecision.Revised ? "revised" : "kept",
        decision.reason());
  }

  /** The run under a schedule; up to where two schedules differ, runs under them are the same. */
  private Run train(World own, Schedule schedule) {
    return own.train(List.of(schedule), List.of(NAME), world.totalSteps(), 555_000 + seed).get(0);
  }

  /**
   * Free of observation noise: exact where there is a closed form, else the run's own last loss.
   */
  private double truth(World own, Schedule schedule, Run run) {
    if (!ReplanPlan.isNetwork(world.name())) {
      return own.trueOutcome(schedule, own.totalSteps(), 1, seed).mean();
    }
    double[] objective = run.trajectory().objective();
    return run.diverged() ? Double.NaN : objective[objective.length - 1];
  }
}
