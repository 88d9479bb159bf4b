package io.lode.search;

import io.lode.settings.Ranges;
import java.io.Serializable;
import java.util.List;

/**
 * Settings of stable decays: plans that hold a rate and cool it down, where the runs of a sweep
 * lowered theirs all the time.
 *
 * @param stableParts parts of the peaks of the good runs at which the rate is held
 * @param stableLengths lengths of the cooldowns that compete, as parts of the horizon
 * @param stableClearance a rate is held only where a run survived one so many times as high, a
 *     ratio, at least 1
 * @param stableDoubt what is expected of a shape that no run had is wrong by this part of its gain,
 *     one standard deviation
 * @param heldPart a run holds its rate while it is above this part of its peak
 * @param heldUntil part of the horizon until which a run must hold its rate to count as one that
 *     did
 */
public record StableDecayConfig(
    List<Double> stableParts,
    List<Double> stableLengths,
    double stableClearance,
    double stableDoubt,
    double heldPart,
    double heldUntil)
    implements Serializable {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is outside of its range
   */
  public StableDecayConfig {
    stableParts = Ranges.positive("stable-parts", stableParts);
    stableParts.forEach(part -> Ranges.fraction("stable-parts", part));
    stableLengths = Ranges.positive("stable-lengths", stableLengths);
    stableLengths.forEach(length -> Ranges.fraction("stable-lengths", length));
    Ranges.atLeast(1, "stable-clearance", stableClearance);
    Ranges.atLeast(0, "stable-doubt", stableDoubt);
    Ranges.fraction("held-part", heldPart);
    Ranges.fraction("held-until", heldUntil);
  }

  /** The settings with which the benchmarks were measured; conf/lode.conf holds the same. */
  public static StableDecayConfig standard() {
    List<Double> stableParts = List.of(1.0, 0.8, 0.6, 0.45, 0.3);
    List<Double> stableLengths = List.of(0.1, 0.2, 0.4, 0.6);
    double stableClearance = 1.25;
    double stableDoubt = 0.5;
    double heldPart = 0.8;
    double heldUntil = 0.6;
    return new StableDecayConfig(
        stableParts, stableLengths, stableClearance, stableDoubt, heldPart, heldUntil);
  }
}
