package io.lode.longrun.extend;

import io.lode.longrun.LongRunPlan.Expected;
import io.lode.longrun.LongRunPlan.Weighed;
import io.lode.schedule.PiecewiseLogLinear;
import java.util.List;

/**
 * How a training is to go on, and what speaks for it. Values are on the transformed scale.
 *
 * @param schedule over all steps: what the run applied, then the rest
 * @param name of the rest, in words
 * @param outcome what is expected of it at the last step
 * @param usual what the usual choices would reach, the best first
 * @param gain how much lower the outcome is than that of the best usual choice; of the best rest
 *     that was found where a usual choice is planned
 * @param gainDeviation standard deviation of the gain
 * @param searched whether the rest is surely better than the best usual choice, which it is
 *     otherwise
 * @param warnings what a reader must know
 */
public record ExtensionPlan(
    PiecewiseLogLinear schedule,
    String name,
    Expected outcome,
    List<Weighed> usual,
    double gain,
    double gainDeviation,
    boolean searched,
    List<String> warnings) {

  /** Copies the lists. */
  public ExtensionPlan {
    usual = List.copyOf(usual);
    warnings = List.copyOf(warnings);
  }
}
