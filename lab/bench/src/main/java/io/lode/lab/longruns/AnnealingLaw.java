package io.lode.lab.longruns;

import io.lode.forecast.Forecast;
import io.lode.forecast.Forecaster;
import io.lode.forecast.Outcomes;
import io.lode.schedule.Schedule;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.ObservedCurve;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SingularMatrixException;

/**
 * The closed-form law of Tissue, Wang and Wang (arXiv:2408.11029): {@code L = L0 + A S1^-alpha - C
 * S2}, with S1 the sum of the rates and S2 the annealing area, the sum over steps of the past falls
 * of the rate, each forgotten by a factor lambda a step.
 *
 * <p>For each alpha and lambda of a grid the rest is linear, and is fitted by least squares; the
 * best pair is kept. It knows no band.
 */
final class AnnealingLaw implements Forecaster {

  /** Name in tables. */
  static final String NAME = "annealing-law";

  /** Exponents of the sum of rates that are tried. */
  private static final double[] ALPHAS = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.2};

  /** What a step leaves of a fall of the rate; the authors use 0.99 to 0.999. */
  private static final double[] LAMBDAS = {0.99, 0.995, 0.998, 0.999, 0.9995, 0.9998};

  /** Steps of the sums: shorter than any cooldown. */
  private static final double WIDTH = 10;

  /** A rate this near to its peak has ended its warm-up, which the law leaves out. */
  private static final double AT_PEAK = 0.98;

  /** Values before this part of a run count for none: the law does not describe the start. */
  private static final double SETTLED = 0.05;

  private final double alpha;
  private final double lambda;
  private final double[] weights;
  private final MetricTransform transform;

  private AnnealingLaw(double alpha, double lambda, double[] weights, MetricTransform transform) {
    this.alpha = alpha;
    this.lambda = lambda;
    this.weights = weights;
    this.transform = transform;
  }

  /** One observed value with its sums. */
  private record Point(double forward, double annealing, double loss) {}

  /** Fits the law to every run that survived. */
  static AnnealingLaw fit(Sweep sweep) {
    MetricTransform transform = sweep.objective().transform();
    AnnealingLaw best = null;
    double least = Double.POSITIVE_INFINITY;
    for (double lambda : LAMBDAS) {
      List<Point> points = points(sweep, transform, lambda);
      for (double alpha : ALPHAS) {
        double[] weights = solved(points, alpha);
        if (weights.length == 0) {
          continue;
        }
        double error = 0;
        for (Point point : points) {
          double off = value(weights, alpha, point.forward(), point.annealing()) - point.loss();
          error += off * off;
        }
        if (error < least) {
          least = error;
          best = new AnnealingLaw(alpha, lambda, weights, transform);
        }
      }
    }
    if (best == null) {
      throw new IllegalArgumentException(
          "group " + sweep.group() + " has too few observations for the annealing law");
    }
    return best;
  }

  private static List<Point> points(Sweep sweep, MetricTransform transform, double lambda) {
    List<Point> points = new ArrayList<>();
    for (Run run : sweep.runs()) {
      if (run.diverged()) {
        continue;
      }
      ObservedCurve observed =
          ObservedCurve.of(run.trajectory(), transform)
              .beyond(SETTLED * run.trajectory().lastStep());
      double[][] sums = sums(run.schedule(), observed.step(), lambda);
      for (int t = 0; t < observed.length(); t++) {
        points.add(new Point(sums[0][t], sums[1][t], transform.invert(observed.value()[t])));
      }
    }
    return points;
  }

  /** L0, A and -C by least squares; none where they are not determined. */
  private static double[] solved(List<Point> points, double alpha) {
    double[][] rows = new double[points.size()][];
    double[] wanted = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] =
          new double[] {1, Math.pow(points.get(i).forward(), -alpha), points.get(i).annealing()};
      wanted[i] = points.get(i).loss();
    }
    try {
      RealVector solution =
          new QRDecomposition(new Array2DRowRealMatrix(rows))
              .getSolver()
              .solve(new ArrayRealVector(wanted));
      return solution.toArray();
    } catch (SingularMatrixException e) {
      // Without a cooldown the third column is 0; another pair is not better.
      return new double[0];
    }
  }

  private static double value(double[] weights, double alpha, double forward, double annealing) {
    return weights[0] + weights[1] * Math.pow(forward, -alpha) + weights[2] * annealing;
  }

  /** S1 and S2 at steps, (sum, time). */
  private static double[][] sums(Schedule schedule, double[] steps, double lambda) {
    double[][] sums = new double[2][steps.length];
    double kept = Math.pow(lambda, WIDTH);
    double last = steps.length == 0 ? 0 : steps[steps.length - 1];
    double peak = 0;
    for (double step = 0; step <= last; step += WIDTH) {
      peak = Math.max(peak, schedule.learningRate(step));
    }
    boolean warm = false;
    double forward = 0;
    double momentum = 0;
    double annealing = 0;
    double before = schedule.learningRate(0);
    double step = 0;
    for (int t = 0; t < steps.length; t++) {
      while (step + WIDTH / 2 < steps[t]) {
        double rate = schedule.learningRate(step + WIDTH);
        warm |= rate >= AT_PEAK * peak;
        forward += WIDTH * (rate + before) / 2;
        momentum = kept * momentum + (warm ? before - rate : 0);
        annealing += WIDTH * momentum;
        before = rate;
        step += WIDTH;
      }
      sums[0][t] = Math.max(forward, Double.MIN_NORMAL);
      sums[1][t] = annealing;
    }
    return sums;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Forecast forecast(Schedule schedule, double[] steps) {
    double[][] sums = sums(schedule, steps, lambda);
    double[] mean = new double[steps.length];
    for (int t = 0; t < steps.length; t++) {
      mean[t] = transform.apply(value(weights, alpha, sums[0][t], sums[1][t]));
    }
    return new Forecast(steps, mean, new double[steps.length]);
  }

  @Override
  public Outcomes outcomes(List<? extends Schedule> schedules, double horizonStep) {
    double[] steps = Outcomes.steps(horizonStep);
    double[] outcomes = new double[schedules.size()];
    for (int s = 0; s < outcomes.length; s++) {
      for (double value : forecast(schedules.get(s), steps).mean()) {
        outcomes[s] += value / steps.length;
      }
    }
    return new Outcomes(new double[][] {outcomes}, new double[outcomes.length]);
  }
}
