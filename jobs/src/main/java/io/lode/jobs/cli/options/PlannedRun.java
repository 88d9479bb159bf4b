package io.lode.jobs.cli.options;

import io.lode.jobs.UsageException;
import io.lode.jobs.conf.StepCount;
import io.lode.longrun.PlannedLength;
import io.lode.longrun.PlannedLength.Unit;
import java.util.Optional;

/** The length of a run as options give it: in steps, tokens or examples. */
public final class PlannedRun {

  private PlannedRun() {}

  /**
   * The length that was asked for.
   *
   * @param steps value of {@code --steps}, or null
   * @param tokens value of {@code --tokens}, or null
   * @param examples value of {@code --examples}, or null
   * @return empty where none was
   * @throws UsageException if more than one was, or one is no number over 0
   */
  public static Optional<PlannedLength> of(String steps, String tokens, String examples) {
    int asked = (steps == null ? 0 : 1) + (tokens == null ? 0 : 1) + (examples == null ? 0 : 1);
    if (asked > 1) {
      throw new UsageException(
          "expected one of --steps, --tokens and --examples, found " + asked + " of them");
    }
    if (steps != null) {
      return Optional.of(PlannedLength.ofSteps((double) StepCount.of("--steps", steps)));
    }
    if (tokens != null) {
      return Optional.of(new PlannedLength(amount("--tokens", tokens), Unit.TOKENS));
    }
    return examples == null
        ? Optional.empty()
        : Optional.of(new PlannedLength(amount("--examples", examples), Unit.EXAMPLES));
  }

  private static double amount(String option, String text) {
    try {
      double amount = Double.parseDouble(text.strip().replace("_", ""));
      if (amount > 0 && !Double.isInfinite(amount)) {
        return amount;
      }
    } catch (NumberFormatException e) {
      throw new UsageException(wrong(option, text), e);
    }
    throw new UsageException(wrong(option, text));
  }

  private static String wrong(String option, String text) {
    return option + " takes a number over 0, such as 10e9, found '" + text + "'";
  }
}
