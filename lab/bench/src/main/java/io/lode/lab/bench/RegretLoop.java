package io.lode.lab.bench;

import io.lode.ensemble.SearchPanel;
import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.Forecaster;
import io.lode.forecast.Panel;
import io.lode.forecast.SweepOutcomes;
import io.lode.lab.world.KnownOptimum;
import io.lode.lab.world.SweepDraw;
import io.lode.lab.world.TrueOutcome;
import io.lode.lab.world.World;
import io.lode.schedule.Schedule;
import io.lode.search.Night;
import io.lode.search.Proposal;
import io.lode.search.ScheduleDecision;
import io.lode.search.ScheduleSearch;
import io.lode.search.SearchProblem;
import io.lode.search.SearchState;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Runs one loop of nights in a simulated world and looks up the truth of what it published. */
public final class RegretLoop {

  /** Where the seeds that judge published schedules start, far from those that train. */
  static final long FRESH_SEED = 900_001;

  private final RegretCell cell;
  private final RegretMethods methods;
  private final SweepDraw draw;
  private final double optimum;
  private final World world;
  private final double horizonStep;
  private final Seeding seeding;
  private final Map<Schedule, TrueOutcome> truths = new HashMap<>();

  /** Prepares a loop over an ordinary sweep, with the methods that the cell names. */
  public RegretLoop(RegretCell cell, RegretMethods methods) {
    this(
        cell,
        methods,
        SweepDraw.of(cell.world(), cell.sweepSize(), cell.seed()),
        cell.world().bestKnown(cell.horizonStep()).map(KnownOptimum::objective).orElse(Double.NaN),
        0);
  }

  /**
   * Prepares a loop.
   *
   * @param draw the first sweep
   * @param optimum true objective of the best known schedule, NaN where none is known
   * @param seedLuck standard deviation of the log loss that runs of one seed share
   */
  RegretLoop(
      RegretCell cell, RegretMethods methods, SweepDraw draw, double optimum, double seedLuck) {
    this.cell = cell;
    this.methods = methods;
    this.draw = draw;
    this.optimum = optimum;
    world = cell.world();
    horizonStep = cell.horizonStep();
    seeding = new Seeding(seedLuck, cell.seed());
  }

  /** Runs the nights and judges what they published. */
  public RegretResult run() {
    GroupKey group = new GroupKey(world.name(), "simulated", GroupKey.UNKNOWN);
    List<Run> runs = new ArrayList<>(seeding.first(cell.firstRuns(draw), draw));
    ScheduleSearch search = methods.searches().get(cell.search());
    List<Night> nights = new ArrayList<>();
    Optional<SearchState> state = Optional.empty();
    Schedule bestRun = null;
    int diverged = 0;
    double seconds = 0;
    for (int night = 0; night <= cell.nights(); night++) {
      long start = System.nanoTime();
      Sweep sweep = new Sweep(group, world.objective(), runs);
      SweepOutcomes outcomes = methods.withoutSeedLuck(SweepOutcomes.of(sweep, horizonStep));
      Forecaster ensemble =
          methods.fitting(cell.forecaster(), cell.seed() + night).fit().apply(sweep);
      Panel panel =
          SearchPanel.of(ensemble, outcomes)
              .with(methods.trackRecord(cell.forecaster(), sweep, cell.seed() + night));
      Night answer =
          search.search(new SearchProblem(outcomes, panel, state, cell.proposals(), cell.seed()));
      seconds += (System.nanoTime() - start) * 1e-9;
      state = Optional.of(answer.state());
      nights.add(answer);
      if (night == 0) {
        bestRun = outcomes.best().map(EvaluatedRun::schedule).orElseThrow();
      }
      if (night < cell.nights()) {
        List<Run> tried = train(answer.proposals(), night);
        diverged += (int) tried.stream().filter(Run::diverged).count();
        runs.addAll(tried);
      }
    }
    return new RegretResult(
        cell,
        truth(bestRun).mean(),
        optimum,
        nights.stream()
            .map(
                night ->
                    new RegretResult.PublishedNight(
                        published(night.planned()), published(night.proven())))
            .toList(),
        diverged,
        seconds);
  }

  private List<Run> train(List<Proposal> proposals, int night) {
    List<Run> runs =
        world.train(
            proposals.stream().map(Proposal::schedule).toList(),
            IntStream.range(0, proposals.size())
                .mapToObj(i -> "night-" + night + "-proposal-" + i)
                .toList(),
            horizonStep,
            7777 * (cell.seed() + 1) + night);
    return seeding.proposed(runs, proposals);
  }

  private RegretResult.Published published(ScheduleDecision decision) {
    TrueOutcome truth = truth(decision.schedule());
    return new RegretResult.Published(
        truth.mean(), truth.diverged(), decision instanceof ScheduleDecision.Revised);
  }

  private TrueOutcome truth(Schedule schedule) {
    return truths.computeIfAbsent(
        schedule, unknown -> world.trueOutcome(unknown, horizonStep, cell.repeats(), FRESH_SEED));
  }
}
