package io.lode.lab.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The tree-structured Parzen estimator (Bergstra et al. 2011), as Optuna uses it by default: what
 * most users search hyperparameters with. Each parameter is modelled alone.
 *
 * <p>The best trials make one density, the others another, both sums of Gaussians around the trials
 * and one wide Gaussian. Of several draws from the first density the one is tried at which the
 * ratio of the two is largest.
 */
public final class TreeParzen {

  /** Draws of which the best is tried, as in Optuna. */
  private static final int DRAWS = 24;

  /** Part of the trials that are good, and how many at most, as in Optuna. */
  private static final double GOOD_PART = 0.1;

  private static final int MOST_GOOD = 25;

  private final int dimensions;
  private final SplittableRandom random;
  private final List<Trial> trials = new ArrayList<>();

  /**
   * An estimator without trials.
   *
   * @param dimensions parameters, each from 0 to 1
   */
  public TreeParzen(int dimensions, SplittableRandom random) {
    this.dimensions = dimensions;
    this.random = random;
  }

  private record Trial(double[] point, double outcome) {}

  /** A random point. */
  public double[] uniform() {
    return random.doubles(dimensions).toArray();
  }

  /** Takes what came of a point; smaller is better, infinite is as bad as can be. */
  public void observe(double[] point, double outcome) {
    trials.add(new Trial(point.clone(), outcome));
  }

  /** The point that was best so far. */
  public double[] best() {
    return sorted().get(0).point();
  }

  private List<Trial> sorted() {
    return trials.stream().sorted(Comparator.comparingDouble(Trial::outcome)).toList();
  }

  /** The next point to try. */
  public double[] suggest() {
    List<Trial> sorted = sorted();
    int good = (int) Math.min(MOST_GOOD, Math.ceil(GOOD_PART * sorted.size()));
    double[] suggested = new double[dimensions];
    for (int d = 0; d < dimensions; d++) {
      int dimension = d;
      Parzen better = new Parzen(values(sorted.subList(0, good), dimension));
      Parzen worse = new Parzen(values(sorted.subList(good, sorted.size()), dimension));
      double highest = Double.NEGATIVE_INFINITY;
      for (int draw = 0; draw < DRAWS; draw++) {
        double value = better.draw(random);
        double ratio = Math.log(better.density(value)) - Math.log(worse.density(value));
        if (ratio > highest) {
          highest = ratio;
          suggested[d] = value;
        }
      }
    }
    return suggested;
  }

  private static double[] values(List<Trial> trials, int dimension) {
    return trials.stream().mapToDouble(trial -> trial.point()[dimension]).sorted().toArray();
  }

  /** A density on 0 to 1: Gaussians around values, and one in the middle that covers all. */
  private static final class Parzen {
    private final double[] centre;
    private final double[] width;

    Parzen(double[] values) {
      int count = values.length + 1;
      centre = new double[count];
      width = new double[count];
      centre[0] = 0.5;
      width[0] = 1;
      double smallest = 1.0 / Math.min(100, count + 1);
      for (int i = 0; i < values.length; i++) {
        double left = values[i] - (i > 0 ? values[i - 1] : 0);
        double right = (i + 1 < values.length ? values[i + 1] : 1) - values[i];
        centre[i + 1] = values[i];
        width[i + 1] = Math.min(1, Math.max(smallest, Math.max(left, right)));
      }
    }

    double draw(SplittableRandom random) {
      int chosen = random.nextInt(centre.length);
      double value;
      do {
        value = centre[chosen] + width[chosen] * random.nextGaussian();
      } while (value < 0 || value > 1);
      return value;
    }

    double density(double value) {
      double sum = 0;
      for (int i = 0; i < centre.length; i++) {
        double z = (value - centre[i]) / width[i];
        sum += Math.exp(-0.5 * z * z) / width[i];
      }
      return sum / centre.length;
    }
  }
}
