package io.lode.model.modal.curvature;

import io.lode.settings.Ranges;
import java.io.Serializable;

/**
 * How the curvature of the loss follows the learning rate.
 *
 * <p>In real networks the largest curvature settles near 2 over the rate: a high rate flattens what
 * it trains, and after the rate has fallen the curvature rises again. With x the rate over the
 * reference rate and t in reference lengths, the log of the curvature over that of the reference
 * rate follows
 *
 * <pre>
 * dz/dt = s x (-c log x - z),   z(0) = 0
 * </pre>
 *
 * and a rate x acts as {@code x e^z} would. So a rate that is held for long acts as {@code
 * x^(1-c)}, and a short cooldown in full.
 *
 * @param curvatureResponse c: 0 where the curvature stays, 1 where it makes up for the rate in the
 *     end
 * @param curvatureSpeed s: how fast it follows, per area under x of one reference length
 */
public record CurvatureResponse(double curvatureResponse, double curvatureSpeed)
    implements Serializable {

  /** A curvature that stays. */
  public static final CurvatureResponse NONE = new CurvatureResponse(0, 0);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if the response is not in [0, 1], or the speed is negative or
   *     not finite
   */
  public CurvatureResponse {
    Ranges.fraction("curvature-response", curvatureResponse);
    Ranges.atLeast(0, "curvature-speed", curvatureSpeed);
  }

  /** The settings with which the benchmarks were measured. */
  public static CurvatureResponse standard() {
    double curvatureResponse = 0.2;
    double curvatureSpeed = 3;
    return new CurvatureResponse(curvatureResponse, curvatureSpeed);
  }
}
