package io.lode.search;

import io.lode.settings.Ranges;
import java.io.Serializable;
import java.util.List;

/**
 * Settings of cooldowns: plans that follow a run of the sweep and only lower its rate towards the
 * end.
 *
 * <p>A run at a high rate hovers above what it could reach. A cooldown removes that excess.
 * Practice knows its size roughly, forecasters know it better, and runs of the sweep that were
 * cooled down tell it.
 *
 * @param cooldownLengths lengths of the cooldowns that compete, as parts of the horizon
 * @param cooldownWidth runs within this distance of the best one are cooled down, in log loss
 * @param cooldownGain what a cooldown to nothing gains beyond the progress that it gives up, by
 *     practice: the median, in log loss
 * @param cooldownPeakPower that gain grows with the peak of the run that is cooled down to this
 *     power
 * @param cooldownLengthPower that gain grows with the length of the cooldown to this power, from a
 *     linear one over the last fifth
 * @param cooldownGainSpread standard deviation of the logarithm of that gain between trainings
 * @param cooldownCredible standard deviations of practice: until a cooldown was observed, none is
 *     published of a run that is further behind than practice gains at so many
 * @param cooldownFactor by how much the gain is larger than a forecaster says that saw no cooldown:
 *     the median, a ratio
 * @param cooldownFactorSpread standard deviation of the logarithm of that factor
 * @param cooldownScatter standard deviation of the logarithm of one observed gain around what the
 *     others of the sweep let expect
 * @param cooldownCaution standard deviations that are added to a cooldown's outcome before the best
 *     of those is chosen that surely gain
 */
public record CooldownConfig(
    List<Double> cooldownLengths,
    double cooldownWidth,
    double cooldownGain,
    double cooldownPeakPower,
    double cooldownLengthPower,
    double cooldownGainSpread,
    double cooldownCredible,
    double cooldownFactor,
    double cooldownFactorSpread,
    double cooldownScatter,
    double cooldownCaution)
    implements Serializable {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is outside of its range
   */
  public CooldownConfig {
    cooldownLengths = Ranges.positive("cooldown-lengths", cooldownLengths);
    Ranges.atLeast(0, "cooldown-width", cooldownWidth);
    Ranges.over(0, "cooldown-gain", cooldownGain);
    Ranges.atLeast(0, "cooldown-peak-power", cooldownPeakPower);
    Ranges.atLeast(0, "cooldown-length-power", cooldownLengthPower);
    Ranges.over(0, "cooldown-gain-spread", cooldownGainSpread);
    Ranges.atLeast(0, "cooldown-credible", cooldownCredible);
    Ranges.over(0, "cooldown-factor", cooldownFactor);
    Ranges.over(0, "cooldown-factor-spread", cooldownFactorSpread);
    Ranges.over(0, "cooldown-scatter", cooldownScatter);
    Ranges.atLeast(0, "cooldown-caution", cooldownCaution);
  }

  /** The largest gain that practice makes credible, in log loss. */
  public double credibleGain() {
    return cooldownGain * Math.exp(cooldownCredible * cooldownGainSpread);
  }

  /** The settings with which the benchmarks were measured. */
  public static CooldownConfig standard() {
    List<Double> cooldownLengths = List.of(0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0);
    double cooldownWidth = 1.5;
    double cooldownGain = 0.05;
    double cooldownPeakPower = 0.5;
    double cooldownLengthPower = 0.15;
    double cooldownGainSpread = 1.3;
    double cooldownCredible = 2;
    double cooldownFactor = 2.0;
    double cooldownFactorSpread = 0.6;
    double cooldownScatter = 0.4;
    double cooldownCaution = 0.7;
    return new CooldownConfig(
        cooldownLengths,
        cooldownWidth,
        cooldownGain,
        cooldownPeakPower,
        cooldownLengthPower,
        cooldownGainSpread,
        cooldownCredible,
        cooldownFactor,
        cooldownFactorSpread,
        cooldownScatter,
        cooldownCaution);
  }
}
