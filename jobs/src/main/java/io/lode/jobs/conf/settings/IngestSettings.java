package io.lode.jobs.conf.settings;

import io.lode.jobs.UsageException;
import java.io.Serializable;

/**
 * What decides how observations become trajectories.
 *
 * @param divergenceFactor a loss over this many times its first logged value has diverged, over 1
 * @param completedFraction a run that took this part of its total steps counts as completed, in (0,
 *     1]
 */
public record IngestSettings(double divergenceFactor, double completedFraction)
    implements Serializable {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is out of its range
   */
  public IngestSettings {
    if (!(divergenceFactor > 1)) {
      throw new IllegalArgumentException(
          "divergence-factor must be over 1, found " + divergenceFactor);
    }
    if (!(completedFraction > 0 && completedFraction <= 1)) {
      throw new IllegalArgumentException(
          "completed-fraction must be over 0 and at most 1, found " + completedFraction);
    }
  }

  /**
   * Reads the section {@code ingest}.
   *
   * @throws UsageException if a value is out of its range
   */
  public static IngestSettings of(Settings settings) {
    return settings.read(
        "ingest",
        section ->
            new IngestSettings(
                section.getDouble("divergence-factor"), section.getDouble("completed-fraction")));
  }
}
