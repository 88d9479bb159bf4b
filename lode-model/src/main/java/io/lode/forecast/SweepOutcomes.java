package io.lode.forecast;

import io.lode.schedule.ScheduleBounds;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.SweepLearning;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A sweep as a search sees it: what each schedule led to at one horizon.
 *
 * @param sweep the runs
 * @param horizonStep step at which the objective counts
 * @param runs every run that logged a learning rate, in the sweep's order
 * @param bounds the smallest rate that a schedule may use, and the largest that a run survived
 */
public record SweepOutcomes(
    Sweep sweep, double horizonStep, List<EvaluatedRun> runs, ScheduleBounds bounds) {

  /** Two schedules whose log rates differ by less (root mean square) count as repeats. */
  public static final double REPEAT_DISTANCE = 0.02;

  /** Smallest rate allowed, as a part of the smallest peak of the sweep. */
  private static final double FLOOR_OF_SMALLEST_PEAK = 0.01;

  /** A rate over this part of the smallest peak was held, not lowered. */
  private static final double HELD = 0.5;

  /** What is left of the largest survived rate where a run of the sweep diverged. */
  private static final double MARGIN_AFTER_DIVERGENCE = 0.97;

  private static final int SUSTAINED_INTERVALS = 3;

  /** Copies the list. */
  public SweepOutcomes {
    runs = List.copyOf(runs);
  }

  /**
   * Evaluates a sweep at a horizon.
   *
   * @throws IllegalArgumentException if no run logged a positive learning rate
   */
  public static SweepOutcomes of(Sweep sweep, double horizonStep) {
    double floor = floor(sweep);
    MetricTransform transform = sweep.objective().transform();
    List<EvaluatedRun> runs = new ArrayList<>();
    for (Run run : sweep.runs()) {
      if (run.trajectory().length() > 0) {
        runs.add(EvaluatedRun.of(run, transform, horizonStep, floor));
      }
    }
    return new SweepOutcomes(sweep, horizonStep, runs, bounds(sweep, runs, floor));
  }

  private static double floor(Sweep sweep) {
    double smallestPeak = Double.POSITIVE_INFINITY;
    double smallest = Double.POSITIVE_INFINITY;
    for (Run run : sweep.runs()) {
      double peak = 0;
      for (double rate : run.trajectory().learningRate()) {
        peak = Math.max(peak, rate);
        if (rate > 0) {
          smallest = Math.min(smallest, rate);
        }
      }
      if (peak > 0) {
        smallestPeak = Math.min(smallestPeak, peak);
      }
    }
    if (Double.isInfinite(smallestPeak)) {
      throw new IllegalArgumentException(
          "group " + sweep.group() + " has no run with a positive learning rate");
    }
    double lowest = FLOOR_OF_SMALLEST_PEAK * smallestPeak;
    // Where every run holds its rate no run says how low a rate may fall.
    return smallest < HELD * smallestPeak ? Math.max(smallest, lowest) : lowest;
  }

  /**
   * The largest rate held over three consecutive intervals by a run that survived: it reached the
   * horizon, and it learned.
   */
  private static ScheduleBounds bounds(Sweep sweep, List<EvaluatedRun> runs, double floor) {
    Set<Run> learned = new HashSet<>(SweepLearning.teaching(sweep).runs());
    double largest = Math.log(floor);
    boolean anyDiverged = false;
    for (EvaluatedRun run : runs) {
      anyDiverged |= run.diverged();
      if (!run.finished() || !learned.contains(run.run())) {
        continue;
      }
      double[] rates = run.logLearningRate();
      for (int i = SUSTAINED_INTERVALS - 1; i < rates.length; i++) {
        double held = rates[i];
        for (int j = 1; j < SUSTAINED_INTERVALS; j++) {
          held = Math.min(held, rates[i - j]);
        }
        largest = Math.max(largest, held);
      }
    }
    double maximum = Math.exp(largest) * (anyDiverged ? MARGIN_AFTER_DIVERGENCE : 1);
    return new ScheduleBounds(floor, Math.max(floor, maximum));
  }

  /** The runs that reached the horizon, the best outcome first. */
  public List<EvaluatedRun> finished() {
    return runs.stream()
        .filter(EvaluatedRun::finished)
        .sorted(Comparator.comparingDouble(EvaluatedRun::outcome))
        .toList();
  }

  /** The run with the best outcome, empty where none reached the horizon. */
  public Optional<EvaluatedRun> best() {
    return finished().stream().findFirst();
  }

  /**
   * The runs that reached the horizon, repeats of a schedule together; the schedule of the best run
   * first, and the best run of a schedule first.
   */
  public List<List<EvaluatedRun>> bySchedule() {
    List<List<EvaluatedRun>> schedules = new ArrayList<>();
    for (EvaluatedRun run : finished()) {
      schedules.stream()
          .filter(
              like ->
                  IntervalRates.distance(like.get(0).logLearningRate(), run.logLearningRate())
                      < REPEAT_DISTANCE)
          .findFirst()
          .orElseGet(
              () -> {
                schedules.add(new ArrayList<>());
                return schedules.get(schedules.size() - 1);
              })
          .add(run);
    }
    return schedules;
  }

  /** Whether any run diverged before the horizon. */
  public boolean anyDiverged() {
    return runs.stream().anyMatch(EvaluatedRun::diverged);
  }

  /** The runs that followed the same schedule as a given one, itself among them. */
  public List<EvaluatedRun> repeats(double[] logLearningRate) {
    return runs.stream()
        .filter(
            run -> IntervalRates.distance(run.logLearningRate(), logLearningRate) < REPEAT_DISTANCE)
        .toList();
  }
}
