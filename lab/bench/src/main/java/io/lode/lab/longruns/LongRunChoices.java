package io.lode.lab.longruns;

import io.lode.evaluation.BacktestSplit;
import io.lode.forecast.Forecaster;
import io.lode.forecast.IntervalRates;
import io.lode.longrun.LongRunConfig;
import io.lode.longrun.LongRunForecaster;
import io.lode.longrun.LongRunPlanner;
import io.lode.longrun.LongRunShapes;
import io.lode.longrun.Reach;
import io.lode.longrun.SurelyBetter;
import io.lode.schedule.ParametricSchedules;
import io.lode.schedule.Schedule;
import io.lode.schedule.StretchedSchedule;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.ObservedCurve;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What each predictor would have chosen among the real runs of one length, by length. */
final class LongRunChoices {

  /** The choice of who stretches the schedule of the best short run. */
  private static final String STRETCHED = "best short run, stretched";

  /** The choice of who holds the best short run's rate and cools down over the last fifth. */
  private static final String CONSTANT = "best constant with a cooldown";

  /** Part of training over which people cool down. */
  private static final double USUAL_COOLDOWN = 0.2;

  /** Runs whose lengths differ by less, as a part, are of one length. */
  private static final double SAME_LENGTH = 0.02;

  private final String group;
  private final Sweep fitted;
  private final Map<Long, List<Run>> byLength;
  private final List<LongRunsBench.Choice> all = new ArrayList<>();

  /** Prepares the choices of one group among the runs that were held out. */
  LongRunChoices(String group, BacktestSplit split) {
    this.group = group;
    fitted = split.fitted();
    byLength = byLength(split.heldOut());
  }

  /** Adds what a predictor chooses. */
  void add(String name, Forecaster forecaster) {
    byLength.forEach((steps, runs) -> all.add(choice(name, steps, runs, forecaster)));
    if (forecaster instanceof LongRunForecaster longRun) {
      byLength.forEach((steps, runs) -> all.add(published(name, steps, runs, longRun)));
    }
  }

  /** Adds what people choose who ask no predictor. */
  void addUsual() {
    byLength.forEach(
        (steps, runs) -> {
          all.add(stretched(steps, runs));
          all.add(constant(steps, runs));
        });
  }

  /** All choices so far. */
  List<LongRunsBench.Choice> all() {
    return List.copyOf(all);
  }

  private LongRunsBench.Choice choice(
      String name, long steps, List<Run> runs, Forecaster forecaster) {
    MetricTransform transform = fitted.objective().transform();
    Run chosen =
        runs.stream()
            .min(Comparator.comparingDouble(run -> lastForecast(run, transform, forecaster)))
            .orElseThrow();
    return chosen(name, steps, runs, chosen);
  }

  /**
   * What the rule of {@code generate --steps} chooses: the run whose rates are nearest to those of
   * the best short run, stretched, unless another one is surely better.
   */
  private LongRunsBench.Choice published(
      String name, long steps, List<Run> runs, LongRunForecaster forecaster) {
    MetricTransform transform = fitted.objective().transform();
    double judged =
        runs.stream()
            .map(run -> ObservedCurve.of(run.trajectory(), transform).step())
            .mapToDouble(observed -> observed[observed.length - 1])
            .min()
            .orElseThrow();
    Run known = nearestToBest(steps, runs);
    List<Schedule> schedules = new ArrayList<>();
    runs.forEach(run -> schedules.add(run.schedule()));
    SurelyBetter.Candidate other =
        new SurelyBetter(forecaster, LongRunConfig.standard().surely())
            .of(schedules, forecaster.outcomes(schedules, judged), runs.indexOf(known), judged);
    Run chosen = other.sure() ? runs.get(other.index()) : known;
    return chosen(name + ", published", steps, runs, chosen);
  }

  /** What is forecast where the run observed its last value: the value that it is judged by. */
  private static double lastForecast(Run run, MetricTransform transform, Forecaster forecaster) {
    double[] steps = ObservedCurve.of(run.trajectory(), transform).step();
    return forecaster.forecast(run.schedule(), new double[] {steps[steps.length - 1]}).mean()[0];
  }

  private LongRunsBench.Choice stretched(long steps, List<Run> runs) {
    return chosen(STRETCHED, steps, runs, nearestToBest(steps, runs));
  }

  /** Of the runs of a length the one whose rates are nearest to those of the best short run. */
  private Run nearestToBest(long steps, List<Run> runs) {
    Run best = bestShort();
    return nearest(
        steps,
        runs,
        new StretchedSchedule(best.schedule(), best.trajectory().lastStep(), (double) steps));
  }

  /**
   * Of the runs of a length the one whose rates are nearest to the rate that the best short run
   * held, cooled down over the last fifth on a straight line.
   */
  private LongRunsBench.Choice constant(long steps, List<Run> runs) {
    Run best = bestShort();
    double held = Reach.held(best.schedule(), best.trajectory().lastStep());
    double warmup = LongRunShapes.warmup(fitted);
    Schedule cooled =
        ParametricSchedules.warmup(
            warmup,
            ParametricSchedules.stableDecay(
                held,
                LongRunShapes.SMALLEST_OF_PEAK * held,
                USUAL_COOLDOWN * (double) steps / ((double) steps - warmup),
                (double) steps - warmup));
    return chosen(CONSTANT, steps, runs, nearest(steps, runs, cooled));
  }

  private Run bestShort() {
    return LongRunPlanner.bestRun(fitted).orElseThrow();
  }

  private LongRunsBench.Choice chosen(String name, long steps, List<Run> runs, Run run) {
    return new LongRunsBench.Choice(group, name, steps, run.run(), regret(run, runs));
  }

  private Run nearest(long steps, List<Run> runs, Schedule schedule) {
    double floor = 1e-3 * peak(bestShort());
    double[] wanted = IntervalRates.log(schedule, (double) steps, floor);
    return runs.stream()
        .min(
            Comparator.comparingDouble(
                run ->
                    IntervalRates.distance(
                        IntervalRates.log(run.schedule(), (double) steps, floor), wanted)))
        .orElseThrow();
  }

  private static double peak(Run run) {
    double peak = 0;
    for (double rate : run.trajectory().learningRate()) {
      peak = Math.max(peak, rate);
    }
    return peak;
  }

  private static double lastValue(Run run, MetricTransform transform) {
    return ObservedCurve.of(run.trajectory(), transform).lastValue();
  }

  private double regret(Run chosen, List<Run> runs) {
    MetricTransform transform = fitted.objective().transform();
    double best = runs.stream().mapToDouble(run -> lastValue(run, transform)).min().orElseThrow();
    return Math.abs(transform.invert(lastValue(chosen, transform)) - transform.invert(best));
  }

  /**
   * Runs by their length, those within a fiftieth together; lengths with one run decide nothing.
   */
  private static Map<Long, List<Run>> byLength(List<Run> runs) {
    Map<Long, List<Run>> groups = new TreeMap<>();
    for (Run run : runs) {
      double last = run.trajectory().lastStep();
      Long same =
          groups.keySet().stream()
              .filter(
                  steps ->
                      Math.abs(steps.doubleValue() - last) <= SAME_LENGTH * steps.doubleValue())
              .findFirst()
              .orElse(Math.round(last));
      groups.computeIfAbsent(same, steps -> new ArrayList<>()).add(run);
    }
    return groups.entrySet().stream()
        .filter(entry -> entry.getValue().size() > 1)
        .collect(
            Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
  }
}
