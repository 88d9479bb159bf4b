package io.lode.lab.varied;

import io.lode.ensemble.SearchPanel;
import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.Forecaster;
import io.lode.forecast.Panel;
import io.lode.forecast.SweepOutcomes;
import io.lode.hyperparameter.Effects;
import io.lode.hyperparameter.HyperparameterConfig;
import io.lode.hyperparameter.HyperparameterRoles;
import io.lode.hyperparameter.SettledSweep;
import io.lode.lab.varied.VariedCell.Treatment;
import io.lode.lab.world.SweepDraw;
import io.lode.model.modal.ModalConfig;
import io.lode.model.modal.ModalTrainer;
import io.lode.schedule.Schedule;
import io.lode.schedule.StretchedSchedule;
import io.lode.search.Night;
import io.lode.search.Proposal;
import io.lode.search.ScheduleSearch;
import io.lode.search.SearchProblem;
import io.lode.search.SearchState;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Runs one loop of nights over a sweep in which settings vary, and looks up the truth. */
final class VariedLoop {

  /** Where the seeds that judge published schedules start, far from those that train. */
  private static final long FRESH_SEED = 900_001;

  private final VariedCell cell;
  private final ScheduleSearch search;
  private final ModalConfig modal;
  private final HyperparameterConfig config;
  private final VariedWorld world;
  private final Map<List<Object>, Double> truths = new HashMap<>();

  /** Prepares a loop. */
  VariedLoop(
      VariedCell cell, ScheduleSearch search, ModalConfig modal, HyperparameterConfig config) {
    this.cell = cell;
    this.search = search;
    this.modal = modal;
    this.config = config;
    world = new VariedWorld(cell.world(), HiddenEffect.of(cell.kinds(), cell.seed()));
  }

  /** Runs the nights and judges what they published. */
  VariedResult run() {
    SweepDraw draw = SweepDraw.of(cell.world(), cell.sweepSize(), cell.seed());
    SplittableRandom random = new SplittableRandom(97 * cell.seed() + 1);
    List<Map<String, String>> settings = new ArrayList<>();
    for (int i = 0; i < cell.sweepSize(); i++) {
      Map<String, String> drawn = world.draw(random);
      settings.add(cell.treatment() == Treatment.HELD ? world.best() : drawn);
    }
    List<Run> runs =
        new ArrayList<>(world.train(inSteps(draw, settings), draw.names(), settings, cell.seed()));
    double bestHeld = bestHeld(draw);
    EvaluatedRun bestRun = best(sweep(runs));
    List<VariedResult.Night> nights = new ArrayList<>();
    Optional<SearchState> state = Optional.empty();
    for (int night = 0; night <= cell.nights(); night++) {
      SettledSweep settled = settled(sweep(runs));
      Night answer = search(settled, state, night);
      state = Optional.of(answer.state());
      nights.add(
          new VariedResult.Night(
              truth(answer.planned().schedule(), settled, world.best()),
              truth(answer.planned().schedule(), settled, settled.at()),
              truth(answer.proven().schedule(), settled, world.best())));
      runs.addAll(tried(answer.proposals(), settled.at(), night));
    }
    return new VariedResult(
        cell, bestHeld, truth(bestRun.schedule(), bestRun.run().hyperparameters()), nights);
  }

  /** The schedules of a draw, each in the steps of its run's settings. */
  private List<Schedule> inSteps(SweepDraw draw, List<Map<String, String>> settings) {
    double drawn = cell.world().totalSteps();
    return IntStream.range(0, settings.size())
        .mapToObj(i -> stretched(draw.schedules().get(i), drawn, settings.get(i)))
        .toList();
  }

  private Schedule stretched(Schedule schedule, double from, Map<String, String> settings) {
    double steps = world.steps(settings);
    return steps == from ? schedule : new StretchedSchedule(schedule, from, steps);
  }

  private double bestHeld(SweepDraw draw) {
    List<Run> held =
        world.train(
            draw.schedules(),
            draw.names(),
            Collections.nCopies(cell.sweepSize(), world.best()),
            cell.seed());
    return truth(best(sweep(held)).schedule(), world.best());
  }

  /** The best run, each judged at the end of its own steps. */
  private static EvaluatedRun best(Sweep sweep) {
    return sweep.runs().stream()
        .map(run -> new Sweep(sweep.group(), sweep.objective(), List.of(run)))
        .flatMap(alone -> SweepOutcomes.of(alone, alone.totalSteps()).best().stream())
        .min(Comparator.comparingDouble(EvaluatedRun::outcome))
        .orElseThrow();
  }

  private Sweep sweep(List<Run> runs) {
    return new Sweep(
        new GroupKey(cell.world().name(), "simulated", GroupKey.UNKNOWN),
        cell.world().objective(),
        runs);
  }

  /** The sweep that is searched, and the settings that its schedules are for. */
  private SettledSweep settled(Sweep sweep) {
    Effects effects =
        Effects.of(sweep, HyperparameterRoles.NONE, config, new ModalTrainer(modal.brief())::fit);
    Map<String, String> at = best(sweep).run().hyperparameters();
    return cell.treatment() == Treatment.INPUTS
        ? SettledSweep.of(sweep, effects, at)
        : new SettledSweep(sweep, at, effects);
  }

  private Night search(SettledSweep settled, Optional<SearchState> state, int night) {
    Sweep sweep = settled.sweep();
    SweepOutcomes outcomes =
        cell.treatment() == Treatment.INPUTS
            ? settled.outcomes(sweep.totalSteps())
            : SweepOutcomes.of(sweep, sweep.totalSteps());
    Forecaster ensemble = new ModalTrainer(modal.seeded(cell.seed() + night)).fit(sweep);
    Panel panel = SearchPanel.of(ensemble, outcomes);
    return search.search(
        new SearchProblem(
            outcomes, panel, state, night < cell.nights() ? cell.proposals() : 0, cell.seed()));
  }

  private List<Run> tried(List<Proposal> proposals, Map<String, String> at, int night) {
    return world.train(
        proposals.stream().map(Proposal::schedule).toList(),
        IntStream.range(0, proposals.size())
            .mapToObj(i -> "night-" + night + "-proposal-" + i)
            .toList(),
        Collections.nCopies(proposals.size(), at),
        7777 * (cell.seed() + 1) + night);
  }

  /** As {@link #truth(Schedule, Map)}, of a schedule in the steps of a sweep that was searched. */
  private double truth(Schedule schedule, SettledSweep searched, Map<String, String> settings) {
    return truth(stretched(schedule, searched.sweep().totalSteps(), settings), settings);
  }

  /** The true objective of a schedule in the steps of its settings. */
  private double truth(Schedule schedule, Map<String, String> settings) {
    return truths.computeIfAbsent(
        List.of(schedule, settings),
        unknown -> world.truth(schedule, settings, cell.repeats(), FRESH_SEED));
  }
}
