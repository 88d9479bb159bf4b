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
   * A distribution given a likelihood.
   *
   * @param logEvidence log of how likely what was seen is; up to a constant that does not depend on
   *     the distribution before
   */
  record Seen(Gaussian posterior, double logEvidence) {}
}
