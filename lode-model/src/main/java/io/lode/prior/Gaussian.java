package io.lode.prior;

import java.io.Serializable;

/**
 * A normal distribution over the transferable unknowns.
 *
 * @param mean ({@link Unknown})
 * @param covariance ({@link Unknown}, {@link Unknown})
 */
public record Gaussian(double[] mean, double[][] covariance) implements Serializable {

  /** Standard deviation of an unknown. */
  public double width(Unknown unknown) {
    return Math.sqrt(covariance[unknown.index()][unknown.index()]);
  }

  /** Mean of an unknown. */
  public double mean(Unknown unknown) {
    return mean[unknown.index()];
  }

  /**
   * What is known once a likelihood {@code exp(-u'Pu/2 + i'u)} is seen.
   *
   * @param precision P
   * @param information i
   */
  Seen seeing(double[][] precision, double[] information) {
    double[][] own = Matrices.symmetricInverse(covariance);
    double[][] posterior = Matrices.symmetricInverse(Matrices.sum(own, precision));
    if (Matrices.findRoot(posterior).isEmpty()) {
      return seeingSharply(precision, information);
    }
    double[] pull = Matrices.product(own, mean);
    double[] both = Matrices.sum(pull, information);
    double[] centre = Matrices.product(posterior, both);
    double logEvidence =
        0.5 * Matrices.dot(both, centre)
            - 0.5 * Matrices.dot(pull, mean)
            + 0.5 * Matrices.logDeterminant(posterior)
            - 0.5 * Matrices.logDeterminant(covariance);
    return new Seen(new Gaussian(centre, posterior), logEvidence);
  }

  /**
   * The same in units of what was known before. What a sharp likelihood leaves open is not lost by
   * rounding then, and a precision that rounding made a little negative counts as 0.
   */
  private Seen seeingSharply(double[][] precision, double[] information) {
    double[][] root = Matrices.findRoot(covariance).orElseThrow();
    Matrices.Axes axes =
        Matrices.axes(
            Matrices.symmetric(
                Matrices.product(Matrices.transpose(root), Matrices.product(precision, root))));
    double[][] turned = Matrices.product(root, axes.vectors());
    double[][] kept = new double[turned.length][turned.length];
    double logKept = 0;
    for (int j = 0; j < turned.length; j++) {
      double sharper = 1 + Math.max(0, axes.values()[j]);
      logKept -= 0.5 * Math.log(sharper);
      for (int i = 0; i < turned.length; i++) {
        kept[i][j] = turned[i][j] / Math.sqrt(sharper);
      }
    }
    double[][] posterior = Matrices.product(kept, Matrices.transpose(kept));
    double[] left = Matrices.difference(information, Matrices.product(precision, mean));
    double[] moved = Matrices.product(posterior, left);
    double logEvidence =
        Matrices.dot(information, mean)
            - 0.5 * Matrices.dot(mean, Matrices.product(precision, mean))
            + 0.5 * Matrices.dot(left, moved)
            + logKept;
    return new Seen(new Gaussian(Matrices.sum(mean, moved), posterior), logEvidence);
  }

  /**
   * A distribution given a likelihood.
   *
   * @param logEvidence log of how likely what was seen is; up to a constant that does not depend on
   *     the distribution before
   */
  record Seen(Gaussian posterior, double logEvidence) {}
}
