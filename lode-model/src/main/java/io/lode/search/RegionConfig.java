package io.lode.search;

import io.lode.settings.Ranges;
import java.io.Serializable;

/**
 * Settings of the trust region: how far from the best known schedule a proposal may go.
 *
 * @param firstRadius radius on the first night, in log learning rate
 * @param smallestRadius the radius never shrinks below it, in log learning rate
 * @param largestRadius the radius never grows beyond it, in log learning rate
 * @param growth factor of the radius after a night that gained
 * @param shrinkage factor of the radius after a night that did not gain
 * @param shrinkageAfterDivergence further factor after a night that did harm
 * @param success smallest gain over the incumbent that counts as a gain, in noises
 * @param stay smallest gain that moves the centre of the region, in noises; the centre would
 *     otherwise follow the noise of the forecasts
 * @param harmFactor a proposal did harm if it diverged or its objective came out this many times
 *     worse than the incumbent's, over 1
 */
public record RegionConfig(
    double firstRadius,
    double smallestRadius,
    double largestRadius,
    double growth,
    double shrinkage,
    double shrinkageAfterDivergence,
    double success,
    double stay,
    double harmFactor)
    implements Serializable {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is outside of its range
   */
  public RegionConfig {
    Ranges.over(0, "smallest-radius", smallestRadius);
    Ranges.over(0, "growth", growth);
    Ranges.over(0, "shrinkage", shrinkage);
    Ranges.over(0, "shrinkage-after-divergence", shrinkageAfterDivergence);
    Ranges.atLeast(smallestRadius, "largest-radius", largestRadius);
    Ranges.over(0, "first-radius", firstRadius);
    Ranges.atLeast(0, "success", success);
    Ranges.atLeast(0, "stay", stay);
    Ranges.over(1, "harm-factor", harmFactor);
  }

  /** The settings with which the benchmarks were measured. */
  public static RegionConfig standard() {
    double firstRadius = 0.4;
    double smallestRadius = 0.2;
    double largestRadius = 1.2;
    double growth = 1.3;
    double shrinkage = 0.85;
    double shrinkageAfterDivergence = 0.6;
    double success = 0.25;
    double stay = 0.1;
    double harmFactor = 2;
    return new RegionConfig(
        firstRadius,
        smallestRadius,
        largestRadius,
        growth,
        shrinkage,
        shrinkageAfterDivergence,
        success,
        stay,
        harmFactor);
  }
}
