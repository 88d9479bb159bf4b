package io.lode.lab.world;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Stochastic gradient descent on a quadratic with noisy gradients, whose training optimum may lie
 * apart from the validation optimum.
 *
 * <p>Along the eigenvector of curvature lambda_i the distance to the validation optimum has mean
 * mu_i and variance v_i. One step of rate eta, with a = (1 - eta lambda_i)^2, does
 *
 * <pre>
 *   mu_i - delta_i &lt;- (1 - eta lambda_i) (mu_i - delta_i)
 *   v_i            &lt;- a v_i + eta^2 s_i^2
 * </pre>
 *
 * so that n steps at one rate have the closed form
 *
 * <pre>
 *   mu_i - delta_i &lt;- (1 - eta lambda_i)^n (mu_i - delta_i)
 *   v_i            &lt;- a^n v_i + eta^2 s_i^2 (1 - a^n) / (1 - a)
 *   validation loss = floor + 1/2 sum_i lambda_i (mu_i^2 + v_i)
 *   training loss   = floor + 1/2 sum_i lambda_i ((mu_i - delta_i)^2 + v_i)
 * </pre>
 *
 * With delta = 0 both losses are one: the noisy quadratic of Schaul et al. (2013) and Zhang et al.
 * (2019). With delta != 0 the validation loss of a direction falls while mu_i passes 0 and rises
 * after: over-fitting, by too much integrated rate.
 *
 * @param curvature lambda_i, positive, (mode)
 * @param start mu_i before the first step, (mode)
 * @param displacement delta_i, training optimum less validation optimum, (mode)
 * @param gradientVariance s_i^2, (mode)
 * @param floor loss that no training removes
 */
record NoisyQuadratic(
    double[] curvature,
    double[] start,
    double[] displacement,
    double[] gradientVariance,
    double floor)
    implements LossLaw {

  /**
   * What one noisy quadratic is made of.
   *
   * @param modes number of curvatures, log-spaced from the largest down
   * @param largestCurvature rates over 2 / this diverge
   * @param decades that the curvatures span
   * @param sourceExponent p: the starting loss of a mode is proportional to lambda^p
   * @param noise gradient variance over curvature
   * @param floor loss that no training removes
   * @param displacement of the training optimum in modes of at most a tenth of the largest
   *     curvature, as a multiple of their starting distance, beyond the validation optimum
   */
  record Shape(
      int modes,
      double largestCurvature,
      double decades,
      double sourceExponent,
      double noise,
      double floor,
      double displacement) {

    /** 64 curvatures over 3.3 decades, no displacement. */
    static final Shape STANDARD = new Shape(64, 1, 3.3, 0.35, 0.02, 0.02, 0);

    /** The same quadratic with its training optimum elsewhere. */
    Shape displacedBy(double multiple) {
      return new Shape(modes, largestCurvature, decades, sourceExponent, noise, floor, multiple);
    }

    /** Another one of the same kind, drawn by a seed; a displacement stays of its order. */
    static Shape variant(long seed, Shape like) {
      SplittableRandom random = new SplittableRandom(seed);
      return new Shape(
          like.modes,
          like.largestCurvature * Math.exp(random.nextDouble(-0.25, 0.25)),
          random.nextDouble(2.5, 4.5),
          random.nextDouble(0.2, 0.6),
          like.noise * Math.exp(random.nextDouble(-1.2, 1.2)),
          like.floor * Math.exp(random.nextDouble(-1.0, 1.0)),
          like.displacement * random.nextDouble(0.5, 1.2));
    }

    /** The law of this shape, its starting loss 1 above the floor. */
    NoisyQuadratic law() {
      double[] curvature = new double[modes];
      double[] share = new double[modes];
      double total = 0;
      for (int i = 0; i < modes; i++) {
        curvature[i] = largestCurvature * Math.pow(10, -decades * i / (modes - 1));
        share[i] = Math.pow(curvature[i], sourceExponent);
        total += share[i];
      }
      double[] start = new double[modes];
      double[] shift = new double[modes];
      double[] variance = new double[modes];
      for (int i = 0; i < modes; i++) {
        start[i] = Math.sqrt(2 * share[i] / total / curvature[i]);
        shift[i] = curvature[i] < 0.1 * largestCurvature ? -displacement * start[i] : 0;
        variance[i] = noise * curvature[i];
      }
      return new NoisyQuadratic(curvature, start, shift, variance, floor);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Curvatures grow, distances shrink by the root: each mode starts from the loss that it had,
   * and the noise of a small constant rate ends at the same loss.
   */
  @Override
  public NoisyQuadratic paced(double factor) {
    double root = Math.sqrt(factor);
    return new NoisyQuadratic(
        Arrays.stream(curvature).map(value -> value * factor).toArray(),
        Arrays.stream(start).map(value -> value / root).toArray(),
        Arrays.stream(displacement).map(value -> value / root).toArray(),
        gradientVariance,
        floor);
  }

  @Override
  public double startLoss() {
    double sum = 0;
    for (int i = 0; i < curvature.length; i++) {
      sum += curvature[i] * start[i] * start[i];
    }
    return floor + 0.5 * sum;
  }

  @Override
  public Losses losses(double[] rates, Intervals intervals) {
    double[] validation = new double[rates.length];
    double[] training = new double[rates.length];
    Arrays.fill(validation, floor);
    Arrays.fill(training, floor);
    for (int i = 0; i < curvature.length; i++) {
      double[] offset = new double[rates.length];
      double[] variance = new double[rates.length];
      states(i, rates, intervals, offset, variance);
      for (int k = 0; k < rates.length; k++) {
        double mean = offset[k] + displacement[i];
        validation[k] += 0.5 * curvature[i] * (mean * mean + variance[k]);
        training[k] += 0.5 * curvature[i] * (offset[k] * offset[k] + variance[k]);
      }
    }
    return new Losses(validation, training);
  }

  /** Mean less displacement, and variance, of one mode at the end of each interval. */
  private void states(
      int mode, double[] rates, Intervals intervals, double[] offset, double[] variance) {
    double u = start[mode] - displacement[mode];
    double v = 0;
    for (int k = 0; k < rates.length; k++) {
      Contraction step = new Contraction(rates[k] * curvature[mode], intervals.length(k));
      u *= step.power;
      v = step.power * step.power * v + rates[k] * rates[k] * gradientVariance[mode] * step.sum;
      offset[k] = u;
      variance[k] = v;
    }
  }

  @Override
  public double[] gradient(double[] rates, Intervals intervals, double[] weights) {
    int count = rates.length;
    double[] gradient = new double[count];
    double[] offset = new double[count];
    double[] variance = new double[count];
    for (int i = 0; i < curvature.length; i++) {
      states(i, rates, intervals, offset, variance);
      double offsetAdjoint = 0;
      double varianceAdjoint = 0;
      for (int k = count - 1; k >= 0; k--) {
        offsetAdjoint += weights[k] * curvature[i] * (offset[k] + displacement[i]);
        varianceAdjoint += weights[k] * 0.5 * curvature[i];
        double u = k == 0 ? start[i] - displacement[i] : offset[k - 1];
        double v = k == 0 ? 0 : variance[k - 1];
        double eta = rates[k];
        Contraction step = new Contraction(eta * curvature[i], intervals.length(k));
        double drive = gradientVariance[i];
        gradient[k] +=
            offsetAdjoint * u * step.powerSlope() * curvature[i]
                + varianceAdjoint
                    * (v * 2 * step.power * step.powerSlope() * curvature[i]
                        + 2 * eta * drive * step.sum
                        + eta * eta * drive * step.sumSlope() * curvature[i]);
        offsetAdjoint *= step.power;
        varianceAdjoint *= step.power * step.power;
      }
    }
    return gradient;
  }

  /** What n steps with x = eta lambda do to a mode. */
  private static final class Contraction {
    /** Below this n q the sum's slope is taken from its series, above from its quotient. */
    private static final double SERIES = 1e-3;

    private final int steps;
    private final double x;

    /** (1 - x)^(n - 1). */
    private final double before;

    /** (1 - x)^n. */
    final double power;

    /** 1 + a + ... + a^(n - 1) = (1 - a^n) / (1 - a) with a = (1 - x)^2. */
    final double sum;

    Contraction(double x, int steps) {
      this.steps = steps;
      this.x = x;
      double base = 1 - x;
      double square = base * base;
      double p = 1;
      double s = 0;
      // Doubling, bit by bit, does not cancel near a = 1 as the quotient does.
      for (int bit = Integer.highestOneBit(steps - 1); bit > 0; bit >>= 1) {
        s += s * p * p;
        p *= p;
        if (((steps - 1) & bit) != 0) {
          s = 1 + square * s;
          p *= base;
        }
      }
      before = p;
      power = p * base;
      sum = 1 + square * s;
    }

    /** Derivative of (1 - x)^n with regard to x. */
    double powerSlope() {
      return -steps * before;
    }

    /** Derivative of the sum with regard to x. */
    double sumSlope() {
      double n = steps;
      double q = x * (2 - x);
      double slope;
      if (Math.abs(n * q) < SERIES) {
        double pairs = n * (n - 1) / 2;
        slope = -pairs + 2 * pairs * (n - 2) / 3 * q - pairs * (n - 2) * (n - 3) / 4 * q * q;
      } else {
        slope = (n * before * before - sum) / q;
      }
      return slope * 2 * (1 - x);
    }
  }
}
