package io.lode.trajectory;

import io.lode.statistics.Median;
import io.lode.statistics.Spread;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Which runs of a sweep learned. Runs that did not would spoil a fit to the others, and their
 * learning rates were not survived.
 *
 * <p>Everything is judged by the trajectories, relative to the sweep: from the level where training
 * starts (the median of the runs' first values) to the best level that a run reached (the mean of
 * three values) is the way; a run is judged by the part of it that it went. So the rules know no
 * metric and no size of a loss.
 *
 * @param start transformed objective where training starts; NaN where nothing was observed
 * @param best best level that any run reached, transformed; NaN where nothing was observed
 * @param runs one for each run, in the sweep's order
 */
public record SweepLearning(double start, double best, List<RunLearning> runs) {

  /** Runs that got less far than this part of the way gained next to nothing. */
  private static final double SMALLEST_PROGRESS = 0.1;

  /** First part of training, which does not count as movement: every network adapts a little. */
  private static final double FIRST_STEPS = 0.1;

  /** Runs that ended before this part of training are not judged: they may have learned later. */
  private static final double SHORTEST = 0.5;

  /** Part of the way that a run moves at least, if it moves at all. */
  private static final double MOVES = 0.01;

  /**
   * Part of the way below which a run is motionless even where the others' values scatter less than
   * this.
   */
  private static final double MOTIONLESS = 0.005;

  /** Part of the way that a motionless run must lie behind the best one to be stuck, not done. */
  private static final double BEHIND = 0.1;

  /** Part of the way that a run must rise above the start to have blown up. */
  private static final double RISE = 0.1;

  /** A run that blew up and still went this part of the way has recovered. */
  private static final double RECOVERED = 0.5;

  /** Fewest values after the first steps that tell whether a run moves. Count. */
  private static final int FEWEST_VALUES = 5;

  /** Standard deviation of a second difference, in those of a value. */
  private static final double SECOND_DIFFERENCE = Math.sqrt(6);

  /** Copies the list. */
  public SweepLearning {
    runs = List.copyOf(runs);
  }

  /** Judges every run of a sweep. */
  public static SweepLearning of(Sweep sweep) {
    MetricTransform transform = sweep.objective().transform();
    List<RunCurve> curves = sweep.runs().stream().map(run -> RunCurve.of(run, transform)).toList();
    List<RunCurve> observed = curves.stream().filter(curve -> curve.value().length > 0).toList();
    double start =
        observed.isEmpty()
            ? Double.NaN
            : Median.of(observed.stream().mapToDouble(curve -> curve.value()[0]).toArray());
    double best =
        observed.stream()
            .filter(curve -> !curve.run().diverged())
            .mapToDouble(RunCurve::lowest)
            .min()
            .orElseGet(
                () -> observed.stream().mapToDouble(RunCurve::lowest).min().orElse(Double.NaN));
    Judge judge = Judge.of(sweep, curves, start, best);
    return new SweepLearning(start, best, curves.stream().map(judge::judge).toList());
  }

  /**
   * The runs of a sweep that forecasters are fitted to; the whole sweep where no run learned, so
   * that there is something to fit.
   */
  public static Sweep teaching(Sweep sweep) {
    List<RunLearning> judged = of(sweep).runs();
    List<Run> runs =
        IntStream.range(0, judged.size())
            .filter(i -> judged.get(i).teaches())
            .mapToObj(sweep.runs()::get)
            .toList();
    return runs.isEmpty() || runs.size() == judged.size()
        ? sweep
        : new Sweep(sweep.group(), sweep.objective(), runs);
  }

  /** Whether no run learned, not even before it diverged. */
  public boolean nothingLearns() {
    return runs.stream().noneMatch(RunLearning::teaches);
  }

  /** The number of runs of a status. */
  public int count(LearningStatus status) {
    return (int) runs.stream().filter(run -> run.status() == status).count();
  }

  /**
   * The levels and sizes that every run is judged by.
   *
   * @param total steps of a full run
   * @param motionless range of the values of a run, transformed, that is no movement
   * @param anyMoves whether any run moves; true where no run has values enough to tell
   */
  private record Judge(
      double start, double best, double total, double motionless, boolean anyMoves) {

    static Judge of(Sweep sweep, List<RunCurve> curves, double start, double best) {
      double total = sweep.runs().isEmpty() ? 0 : sweep.totalSteps();
      double way = start - best;
      List<double[]> late = new ArrayList<>();
      for (RunCurve curve : curves) {
        double[] values = curve.after(FIRST_STEPS * total);
        boolean whole = !curve.run().diverged() && curve.lastStep() >= SHORTEST * total;
        if (whole && values.length >= FEWEST_VALUES) {
          late.add(values);
        }
      }
      double[] noise =
          late.stream()
              .filter(values -> range(values) >= MOVES * way)
              .mapToDouble(Judge::noise)
              .toArray();
      double scatter = noise.length == 0 ? 0 : Median.of(noise);
      return new Judge(
          start,
          best,
          total,
          Math.max(scatter, MOTIONLESS * way),
          late.isEmpty() || noise.length > 0);
    }

    /** Distance of the 10% and the 90% quantile: a few outliers are no movement. */
    private static double range(double[] values) {
      double[] sorted = values.clone();
      Arrays.sort(sorted);
      int tail = sorted.length / 10;
      return sorted[sorted.length - 1 - tail] - sorted[tail];
    }

    /** Robust standard deviation of a value around its smooth course. */
    private static double noise(double[] values) {
      double[] differences = new double[values.length - 2];
      for (int i = 0; i < differences.length; i++) {
        differences[i] = values[i] - 2 * values[i + 1] + values[i + 2];
      }
      return Spread.aroundZero(differences) / SECOND_DIFFERENCE;
    }

    RunLearning judge(RunCurve curve) {
      boolean diverged = curve.run().diverged();
      if (curve.value().length == 0) {
        return diverged
            ? judged(
                curve, LearningStatus.DIVERGED, Double.NaN, false, "it diverged before it logged")
            : judged(
                curve,
                LearningStatus.LEARNED_NOTHING,
                Double.NaN,
                false,
                "it logged no finite value");
      }
      double way = start - best;
      double first = curve.value()[0];
      double from = first > start && first <= start + Math.max(0, way) ? first : start;
      double progress = way > 0 ? (from - curve.lowest()) / (from - best) : 0;
      if (diverged) {
        // It must show movement of its own: what it did before may have been a plateau.
        double[] late = curve.after(FIRST_STEPS * curve.lastStep());
        boolean teaches =
            progress >= SMALLEST_PROGRESS
                && late.length >= RunCurve.LEVEL_VALUES
                && !stuck(late, curve.lowest());
        return judged(
            curve,
            LearningStatus.DIVERGED,
            progress,
            teaches,
            "it diverged after " + percent(progress) + " of the way to the best level");
      }
      return judge(curve, from, progress);
    }

    private static RunLearning judged(
        RunCurve curve, LearningStatus status, double progress, boolean teaches, String reason) {
      return new RunLearning(curve.run().run(), status, progress, teaches, reason);
    }

    /** Whether values hardly move and lie well behind the best level. */
    private boolean stuck(double[] late, double level) {
      return range(late) < motionless && level - best > BEHIND * (start - best);
    }

    private RunLearning judge(RunCurve curve, double from, double progress) {
      double way = start - best;
      boolean rose = curve.highest() > from + RISE * way;
      double end = way > 0 ? (from - curve.end()) / (from - best) : 0;
      if (!anyMoves) {
        return judged(
            curve,
            LearningStatus.PLATEAU,
            progress,
            false,
            "no run of the sweep moves after the first tenth of training");
      }
      if (curve.lastStep() < SHORTEST * total) {
        return judged(
            curve, LearningStatus.LEARNS, progress, true, "it ended too early to be judged");
      }
      if (progress < SMALLEST_PROGRESS) {
        return judged(
            curve,
            rose ? LearningStatus.BLEW_UP : LearningStatus.LEARNED_NOTHING,
            progress,
            false,
            "it went "
                + percent(progress)
                + " of the way from the start of training to the best level"
                + (rose ? ", after it rose above the start" : ""));
      }
      if (end < SMALLEST_PROGRESS || (rose && end < RECOVERED)) {
        return judged(
            curve,
            LearningStatus.BLEW_UP,
            progress,
            false,
            "it ended after "
                + percent(end)
                + " of the way, "
                + (rose ? "after it rose above the start" : "back from " + percent(progress)));
      }
      double[] late = curve.after(FIRST_STEPS * total);
      if (late.length >= FEWEST_VALUES && stuck(late, curve.end())) {
        return judged(
            curve,
            LearningStatus.PLATEAU,
            progress,
            false,
            "it hardly moved after the first tenth of training, at "
                + percent(progress)
                + " of the way to the best level");
      }
      return judged(
          curve,
          LearningStatus.LEARNS,
          progress,
          true,
          "it went " + percent(progress) + " of the way to the best level");
    }

    private static String percent(double part) {
      return String.format(Locale.ROOT, "%.0f%%", 100 * Math.max(0, part));
    }
  }
}
