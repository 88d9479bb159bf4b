package io.lode.search.evidence;

/**
 * A positive number that is known up to a factor.
 *
 * @param mean of its logarithm
 * @param spread standard deviation of its logarithm
 */
record LogNormal(double mean, double spread) {

  /** What is known after one more observation of the logarithm. */
  LogNormal updated(double observed, double scatter) {
    double before = 1 / (spread * spread);
    double weight = 1 / (scatter * scatter);
    return new LogNormal(
        (mean * before + observed * weight) / (before + weight), 1 / Math.sqrt(before + weight));
  }
}
