package io.lode.search.propose;

import io.lode.schedule.IntervalSchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Draws a plan with as few straight lines of log rate as lose nothing.
 *
 * <p>Candidates are random curves, so the best of them carries wriggles that gain nothing. Knots
 * are taken out one by one, each time the one whose loss is least, until the next would cost more
 * than an allowance.
 */
final class StraightLines {

  /** Smaller deviations from a line are none, in log rate. */
  private static final double TOLERANCE = 0.02;

  private final Function<List<IntervalSchedule>, double[]> score;
  private final Predicate<IntervalSchedule> allowed;

  /**
   * Prepares.
   *
   * @param score of each schedule of a list, smaller is better
   * @param allowed which schedules may be the result
   */
  StraightLines(
      Function<List<IntervalSchedule>, double[]> score, Predicate<IntervalSchedule> allowed) {
    this.score = score;
    this.allowed = allowed;
  }

  /**
   * The plan, straightened; itself where no line may replace any part of it.
   *
   * @param allowance by how much the score may get worse in all, at least 0
   */
  IntervalSchedule of(IntervalSchedule plan, double allowance) {
    double[] rates = plan.logLearningRate();
    double worst = score.apply(List.of(plan))[0] + allowance;
    List<Integer> knots = corners(rates);
    IntervalSchedule straight = plan;
    while (knots.size() > 2) {
      List<IntervalSchedule> fewer = new ArrayList<>();
      for (int k = 1; k < knots.size() - 1; k++) {
        List<Integer> left = new ArrayList<>(knots);
        left.remove(k);
        fewer.add(new IntervalSchedule(lines(rates, left), plan.horizonStep()));
      }
      double[] scores = score.apply(fewer);
      int best = Scores.lowest(scores, k -> allowed.test(fewer.get(k)));
      if (best < 0 || !(scores[best] <= worst)) {
        break;
      }
      knots.remove(best + 1);
      straight = fewer.get(best);
    }
    return straight;
  }

  /** The intervals where the rates bend, the first and the last among them. */
  private static List<Integer> corners(double[] rates) {
    List<Integer> corners = new ArrayList<>(List.of(0));
    addCorners(rates, 0, rates.length - 1, corners);
    corners.add(rates.length - 1);
    return corners;
  }

  private static void addCorners(double[] rates, int first, int last, List<Integer> corners) {
    int farthest = -1;
    double distance = TOLERANCE;
    for (int t = first + 1; t < last; t++) {
      double line = line(rates, first, last, t);
      if (Math.abs(rates[t] - line) > distance) {
        distance = Math.abs(rates[t] - line);
        farthest = t;
      }
    }
    if (farthest >= 0) {
      addCorners(rates, first, farthest, corners);
      corners.add(farthest);
      addCorners(rates, farthest, last, corners);
    }
  }

  private static double[] lines(double[] rates, List<Integer> knots) {
    double[] straight = rates.clone();
    for (int k = 1; k < knots.size(); k++) {
      for (int t = knots.get(k - 1) + 1; t < knots.get(k); t++) {
        straight[t] = line(rates, knots.get(k - 1), knots.get(k), t);
      }
    }
    return straight;
  }

  private static double line(double[] rates, int first, int last, int at) {
    double fraction = (at - first) / (double) (last - first);
    return rates[first] + fraction * (rates[last] - rates[first]);
  }
}
