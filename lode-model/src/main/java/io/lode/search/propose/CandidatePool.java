package io.lode.search.propose;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.IntervalRates;
import io.lode.schedule.IntervalSchedule;
import io.lode.search.CandidateConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Draws candidates: schedules within a radius of a centre. Some change the centre by a smooth
 * random curve, some at a few times only, some move towards other good runs. Rounds of refinement
 * then change the best of them again.
 *
 * <p>A change is a curve of log rate, piecewise linear between ten knots. No change at any time is
 * larger than the radius, and every candidate lies inside the envelope.
 */
public final class CandidatePool {

  /**
   * Knots as parts of the horizon. Denser at both ends, where schedules warm up and decay. Ten are
   * enough to draw a warm-up, a plateau and a decay, and few enough that random changes stay
   * smooth.
   */
  private static final double[] KNOTS = {0, 0.05, 0.135, 0.27, 0.44, 0.6, 0.74, 0.85, 0.93, 1};

  /**
   * Length scale of the squared exponential correlation of a smooth change, in knots. At 2 a change
   * has about the time of a warm-up or of a decay; at less it wriggles, at more it only shifts and
   * tilts.
   */
  private static final double KNOT_CORRELATION = 2;

  /** Variance of a knot's own part, relative to the correlated one. It keeps the factor stable. */
  private static final double INDEPENDENT_PART = 0.15;

  private final double[] centre;
  private final double radius;
  private final Envelope envelope;
  private final double horizonStep;
  private final CandidateConfig config;
  private final SplittableRandom random;
  private final double[][] correlation = correlation();

  /**
   * A pool around a schedule.
   *
   * @param centre log rates, (interval)
   * @param radius largest change of a log rate
   * @param envelope that every candidate is moved into
   * @param horizonStep end of the last interval, in steps
   * @param config how many candidates are drawn, and how
   * @param random source of all random choices
   */
  public CandidatePool(
      double[] centre,
      double radius,
      Envelope envelope,
      double horizonStep,
      CandidateConfig config,
      SplittableRandom random) {
    this.centre = centre;
    this.radius = radius;
    this.envelope = envelope;
    this.horizonStep = horizonStep;
    this.config = config;
    this.random = random;
  }

  /**
   * Draws random candidates, and moves towards runs.
   *
   * @param good the runs to move towards
   */
  public List<IntervalSchedule> draw(List<EvaluatedRun> good) {
    List<IntervalSchedule> pool = new ArrayList<>();
    List<Double> scales = config.smoothScales();
    for (int i = 0; i < config.smoothCandidates(); i++) {
      double scale = radius * scales.get(random.nextInt(scales.size()));
      pool.add(candidate(centre, smooth(scale, radius)));
    }
    for (int i = 0; i < config.sparseCandidates(); i++) {
      double[] knots = new double[KNOTS.length];
      for (int k = 0; k < knots.length; k++) {
        double move = radius * (2 * random.nextDouble() - 1);
        knots[k] = random.nextDouble() < config.sparsePart() ? move : 0;
      }
      pool.add(candidate(centre, spread(knots)));
    }
    for (EvaluatedRun run : good) {
      for (double part : config.towardsParts()) {
        double[] change = new double[centre.length];
        for (int t = 0; t < change.length; t++) {
          change[t] = inRadius(part * (run.logLearningRate()[t] - centre[t]));
        }
        pool.add(candidate(centre, change));
      }
    }
    return pool;
  }

  /** Draws one smooth random change of the centre, its size a part of the radius. */
  public IntervalSchedule one(double part) {
    return candidate(centre, smooth(part * radius, radius));
  }

  /**
   * Refines the candidates that score best: in every round the best so far are changed a little,
   * less in each round.
   *
   * @param pool candidates so far
   * @param score of each of a list, smaller is better
   * @return the new candidates alone
   */
  public List<IntervalSchedule> refine(
      List<IntervalSchedule> pool, Function<List<IntervalSchedule>, double[]> score) {
    List<Scored> known = scored(pool, score);
    List<IntervalSchedule> added = new ArrayList<>();
    for (double scale : config.refinementScales()) {
      List<Scored> parents =
          known.stream()
              .sorted(Comparator.comparingDouble(Scored::score))
              .limit(config.refinedCandidates())
              .toList();
      List<IntervalSchedule> children = children(parents, scale);
      added.addAll(children);
      known = new ArrayList<>(scored(children, score));
      known.addAll(parents);
    }
    return added;
  }

  private record Scored(IntervalSchedule candidate, double score) {}

  private static List<Scored> scored(
      List<IntervalSchedule> candidates, Function<List<IntervalSchedule>, double[]> score) {
    double[] scores = score.apply(candidates);
    return IntStream.range(0, scores.length)
        .mapToObj(i -> new Scored(candidates.get(i), scores[i]))
        .toList();
  }

  /** Small smooth changes of every parent. */
  private List<IntervalSchedule> children(List<Scored> parents, double scale) {
    List<IntervalSchedule> children = new ArrayList<>();
    for (Scored parent : parents) {
      double[] base = parent.candidate().logLearningRate();
      for (int child = 0; child < config.refinements(); child++) {
        double[] change = smooth(scale * radius, config.refinementLimit() * radius);
        for (int t = 0; t < change.length; t++) {
          change[t] = inRadius(base[t] + change[t] - centre[t]);
        }
        children.add(candidate(centre, change));
      }
    }
    return children;
  }

  private double inRadius(double change) {
    return Math.min(radius, Math.max(-radius, change));
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
