package io.lode.jobs.ingest.delivery;

import io.lode.jobs.conf.settings.IngestChecks;
import io.lode.jobs.conf.settings.IngestSettings;
import io.lode.jobs.conf.settings.ReadingBounds;
import io.lode.jobs.conf.settings.Settings;
import java.io.Serializable;

/**
 * The settings of ingest.
 *
 * @param settings how observations become trajectories
 * @param checks what is told of runs
 * @param bounds how much of a file is read
 */
public record IngestRules(IngestSettings settings, IngestChecks checks, ReadingBounds bounds)
    implements Serializable {

  /**
   * Reads the section {@code ingest}.
   *
   * @throws io.lode.jobs.UsageException if a value is out of its range
   */
  public static IngestRules of(Settings settings) {
    return new IngestRules(
        IngestSettings.of(settings), IngestChecks.of(settings), ReadingBounds.of(settings));
  }

  /** Rules of trajectories, and the defaults for the rest. */
  public static IngestRules of(IngestSettings settings) {
    return new IngestRules(settings, IngestChecks.defaults(), ReadingBounds.defaults());
  }
}
