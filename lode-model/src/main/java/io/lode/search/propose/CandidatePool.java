package io.lode.search.propose;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.IntervalRates;
import io.lode.schedule.IntervalSchedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Candidates in a box around a centre: smooth and sparse random changes at ten knots, moves towards
 * other good runs, then rounds of refinement around the best of them.
 */
public final class CandidatePool {

  /** Knots as parts of the horizon, denser at both ends. */
  private static final double[] KNOTS = {0, 0.05, 0.135, 0.27, 0.44, 0.6, 0.74, 0.85, 0.93, 1};

  private static final double KNOT_CORRELATION = 2;
  private static final double INDEPENDENT_PART = 0.15;
  private static final double[] SCALES = {0.35, 0.7, 1};
  private static final double[] TOWARDS = {0.33, 0.67, 1};
  private static final double SPARSE = 0.35;
  private static final int SMOOTH = 110;
  private static final int SPARSE_COUNT = 60;
  private static final int KEPT = 8;
  private static final int CHILDREN = 7;
  private static final double[] REFINEMENTS = {0.3, 0.15, 0.08};

  private final double[] centre;
  private final double radius;
  private final Envelope envelope;
  private final double horizonStep;
  private final SplittableRandom random;
  private final double[][] correlation = correlation();

  public CandidatePool(
      double[] centre,
      double radius,
      Envelope envelope,
      double horizonStep,
      SplittableRandom random) {
    this.centre = centre;
    this.radius = radius;
    this.envelope = envelope;
    this.horizonStep = horizonStep;
    this.random = random;
  }

  /** Random candidates, and moves towards the given runs. */
  public List<IntervalSchedule> draw(List<EvaluatedRun> good) {
    List<IntervalSchedule> pool = new ArrayList<>();
    for (int i = 0; i < SMOOTH; i++) {
      double scale = radius * SCALES[random.nextInt(SCALES.length)];
      pool.add(candidate(centre, smooth(scale, radius)));
    }
    for (int i = 0; i < SPARSE_COUNT; i++) {
      double[] knots = new double[KNOTS.length];
      for (int k = 0; k < knots.length; k++) {
        double move = radius * (2 * random.nextDouble() - 1);
        knots[k] = random.nextDouble() < SPARSE ? move : 0;
      }
      pool.add(candidate(centre, spread(knots)));
    }
    for (EvaluatedRun run : good) {
      for (double part : TOWARDS) {
        double[] change = new double[centre.length];
        for (int t = 0; t < change.length; t++) {
          double whole = run.logLearningRate()[t] - centre[t];
          change[t] = Math.min(radius, Math.max(-radius, part * whole));
        }
        pool.add(candidate(centre, change));
      }
    }
    return pool;
  }

  /** One smooth random change of the centre, of a part of the radius. */
  public IntervalSchedule one(double part) {
    return candidate(centre, smooth(part * radius, radius));
  }

  /**
   * Adds refinements of the candidates that score best.
   *
   * @param pool candidates so far
   * @param score smaller is better, for each of a list
   */
  public List<IntervalSchedule> refine(
      List<IntervalSchedule> pool, Function<List<IntervalSchedule>, double[]> score) {
    List<IntervalSchedule> kept = pool;
    double[] scores = score.apply(pool);
    List<IntervalSchedule> added = new ArrayList<>();
    for (double scale : REFINEMENTS) {
      double[] current = scores;
      List<IntervalSchedule> from = kept;
      List<Integer> top =
          IntStream.range(0, from.size())
              .boxed()
              .sorted(Comparator.comparingDouble(i -> current[i]))
              .limit(KEPT)
              .toList();
      List<IntervalSchedule> children = new ArrayList<>();
      for (int parent : top) {
        for (int child = 0; child < CHILDREN; child++) {
          double[] change = smooth(scale * radius, 0.5 * radius);
          double[] base = from.get(parent).logLearningRate();
          for (int t = 0; t < change.length; t++) {
            double moved = base[t] + change[t] - centre[t];
            change[t] = Math.min(radius, Math.max(-radius, moved));
          }
          children.add(candidate(centre, change));
        }
      }
      added.addAll(children);
      double[] childScores = score.apply(children);
      List<IntervalSchedule> next = new ArrayList<>(children);
      double[] nextScores = Arrays.copyOf(childScores, children.size() + top.size());
      for (int i = 0; i < top.size(); i++) {
        next.add(from.get(top.get(i)));
        nextScores[children.size() + i] = current[top.get(i)];
      }
      kept = next;
      scores = nextScores;
    }
    return added;
  }

  /** Whether two candidates are nearer than a part of the radius. */
  boolean close(IntervalSchedule first, IntervalSchedule second, double part) {
    return IntervalRates.distance(first.logLearningRate(), second.logLearningRate())
        < part * radius;
  }

  private IntervalSchedule candidate(double[] from, double[] change) {
    double[] rates = new double[from.length];
    for (int t = 0; t < rates.length; t++) {
      rates[t] = from[t] + change[t];
    }
    return new IntervalSchedule(envelope.project(rates), horizonStep);
  }

  private double[] smooth(double scale, double limit) {
    double[] normal = new double[KNOTS.length];
    for (int k = 0; k < normal.length; k++) {
      normal[k] = random.nextGaussian();
    }
    double[] knots = new double[KNOTS.length];
    for (int k = 0; k < knots.length; k++) {
      for (int j = 0; j <= k; j++) {
        knots[k] += correlation[k][j] * normal[j];
      }
      knots[k] = Math.min(limit, Math.max(-limit, scale * knots[k]));
    }
    return spread(knots);
  }

  /** Linear interpolation of the knots over the intervals. */
  private double[] spread(double[] knots) {
    double[] change = new double[centre.length];
    int right = 1;
    for (int t = 0; t < change.length; t++) {
      double position = t / (double) (change.length - 1);
      while (right < KNOTS.length - 1 && position > KNOTS[right]) {
        right++;
      }
      double fraction = (position - KNOTS[right - 1]) / (KNOTS[right] - KNOTS[right - 1]);
      change[t] = knots[right - 1] + fraction * (knots[right] - knots[right - 1]);
    }
    return change;
  }

  /** Cholesky factor of the knots' correlation, (knot, knot). */
  private static double[][] correlation() {
    int count = KNOTS.length;
    double[][] lower = new double[count][count];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j <= i; j++) {
        double distance = (i - j) / KNOT_CORRELATION;
        double sum =
            (Math.exp(-0.5 * distance * distance) + (i == j ? INDEPENDENT_PART : 0))
                / (1 + INDEPENDENT_PART);
        for (int k = 0; k < j; k++) {
          sum -= lower[i][k] * lower[j][k];
        }
        lower[i][j] = i == j ? Math.sqrt(sum) : sum / lower[j][j];
      }
    }
    return lower;
  }
}
