package io.lode.longrun;

import io.lode.schedule.ParametricSchedules;
import io.lode.schedule.Schedule;
import io.lode.statistics.Median;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The shapes of practice for a long run, at peaks that runs of the group survived: a constant rate
 * with cooldowns of several lengths, cosines, a straight line, a power decay.
 */
public final class LongRunShapes {

  /** Parts of training over which a constant rate is cooled down on a straight line. */
  private static final double[] LINEAR_COOLDOWNS = {0.1, 0.2, 0.3, 0.4, 0.6, 0.8};

  /** Parts of training over which it is cooled down by 1 - sqrt. */
  private static final double[] ROOT_COOLDOWNS = {0.1, 0.2, 0.4};

  /** The lowest rate of a shape, as a part of its peak. */
  public static final double SMALLEST_OF_PEAK = 0.01;

  /** Where a cosine that does not go to the end stops, as a part of its peak: the usual tenth. */
  public static final double TENTH = 0.1;

  /** Peaks that differ by less count as one. Ratio. */
  private static final double SAME_PEAK = 1.05;

  /** A rise that takes longer than this part of a run is the run's shape, no warm-up. */
  private static final double LONGEST_WARMUP = 0.2;

  private LongRunShapes() {}

  /** A shape at a peak. */
  public record Shaped(String name, Schedule schedule) {

    /** What it is, whatever its peak and the length of its cooldown. */
    String kind() {
      return name.startsWith("run ") ? "run" : name.split(" over | from ", 2)[0];
    }
  }

  /** Every shape at every peak and between neighbouring peaks. */
  static List<Shaped> of(Sweep sweep, Reach reach, double steps) {
    double warmup = Math.min(warmup(sweep), 0.5 * steps);
    List<Shaped> shapes = new ArrayList<>();
    for (double peak : peaks(sweep, reach)) {
      double last = Math.min(peak, Math.max(reach.smallestRate(), SMALLEST_OF_PEAK * peak));
      for (Shaped shape : at(peak, last, steps - warmup)) {
        shapes.add(
            new Shaped(
                String.format(Locale.ROOT, "%s from %.3g", shape.name(), peak),
                warmup > 0
                    ? ParametricSchedules.warmup(warmup, shape.schedule())
                    : shape.schedule()));
      }
    }
    return shapes;
  }

  private static List<Shaped> at(double peak, double last, double rest) {
    List<Shaped> shapes = new ArrayList<>();
    for (double part : LINEAR_COOLDOWNS) {
      shapes.add(
          new Shaped(
              "constant, linear cooldown over " + part,
              ParametricSchedules.stableDecay(peak, last, part, rest)));
    }
    for (double part : ROOT_COOLDOWNS) {
      shapes.add(
          new Shaped(
              "constant, 1-sqrt cooldown over " + part,
              ParametricSchedules.stableRootDecay(peak, last, part, rest)));
    }
    shapes.add(new Shaped("linear", ParametricSchedules.linear(peak, last, rest)));
    shapes.add(new Shaped("cosine", ParametricSchedules.cosine(peak, last, rest)));
    shapes.add(
        new Shaped(
            "cosine to a tenth",
            ParametricSchedules.cosine(peak, Math.max(last, TENTH * peak), rest)));
    shapes.add(new Shaped("constant", ParametricSchedules.constant(peak)));
    return shapes;
  }

  /** Peaks of runs that survived, and the geometric means of neighbours. */
  public static List<Double> peaks(Sweep sweep, Reach reach) {
    double[] survived =
        sweep.runs().stream()
            .filter(run -> !run.diverged() && run.trajectory().length() > 0)
            .mapToDouble(run -> Reach.held(run.schedule(), run.trajectory().lastStep()))
            .filter(peak -> peak > 0 && peak <= reach.largestSurvived())
            .sorted()
            .toArray();
    List<Double> peaks = new ArrayList<>();
    for (double peak : survived) {
      double before = peaks.isEmpty() ? 0 : peaks.get(peaks.size() - 1);
      if (before == 0) {
        peaks.add(peak);
      } else if (peak > SAME_PEAK * before) {
        if (peak > SAME_PEAK * SAME_PEAK * before) {
          peaks.add(Math.sqrt(before * peak));
        }
        peaks.add(peak);
      }
    }
    return peaks;
  }

  /** The usual warm-up of the group, in steps; 0 where its runs start at their peak. */
  public static double warmup(Sweep sweep) {
    double[] warmups =
        sweep.runs().stream()
            .filter(run -> !run.diverged() && run.trajectory().length() > 0)
            .mapToDouble(LongRunShapes::warmup)
            .toArray();
    return warmups.length == 0 ? 0 : Median.of(warmups);
  }

  private static double warmup(Run run) {
    Trajectory trajectory = run.trajectory();
    double peak = Arrays.stream(trajectory.learningRate()).max().orElseThrow();
    int reached = 0;
    while (trajectory.learningRate()[reached] < peak / SAME_PEAK) {
      reached++;
    }
    double step = trajectory.step()[reached];
    return reached > 0 && step <= LONGEST_WARMUP * run.totalSteps() ? step : 0;
  }
}
