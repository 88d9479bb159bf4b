package io.lode.jobs.group;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.Horizon;
import io.lode.forecast.SweepOutcomes;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.SweepLengths;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Which runs of a group count at a horizon where their lengths differ. */
final class CountedLengths {

  private CountedLengths() {}

  /**
   * What a reader must know of the lengths.
   *
   * @param whole all runs of the group
   * @param outcomes those that may count, at the horizon
   * @return null where all runs have one length
   */
  static String words(Sweep whole, SweepOutcomes outcomes, Horizon horizon) {
    SweepLengths lengths = SweepLengths.of(whole);
    if (!lengths.several()) {
      return null;
    }
    double length = outcomes.sweep().totalSteps();
    long own = 0;
    long longer = 0;
    long shorter = 0;
    for (EvaluatedRun run : outcomes.runs()) {
      double planned = run.run().totalSteps();
      if (SweepLengths.same(planned, length)) {
        own += run.finished() ? 1 : 0;
      } else if (planned > length) {
        longer += run.finished() ? 1 : 0;
      } else if (!run.finished() && !run.diverged()) {
        shorter++;
      } else {
        longer += run.finished() ? 1 : 0;
      }
    }
    List<String> parts = new ArrayList<>();
    parts.add(
        String.format(
            Locale.ROOT,
            "horizon %s is step %.0f, a part of %.0f steps: %d runs of that length count",
            horizon.fraction(),
            outcomes.horizonStep(),
            length,
            own));
    if (longer > 0) {
      parts.add(longer + " of other lengths count, too, at that step of theirs");
    }
    if (shorter > 0) {
      parts.add(shorter + " shorter ones do not");
    }
    int left = whole.runs().size() - outcomes.sweep().runs().size();
    if (left > 0) {
      parts.add(left + " of other lengths do not");
    }
    return String.join(", ", parts)
        + " (the group has "
        + lengths.words()
        + "; --length names one)";
  }
}
