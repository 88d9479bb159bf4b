package io.lode.jobs.conf.settings;

import io.lode.jobs.UsageException;
import java.time.Duration;

/**
 * What {@code lode compact} keeps.
 *
 * @param retention how long a snapshot that is not the current one stays readable
 * @param orphanAge how old a file that no snapshot holds must be to be deleted
 * @param scheduleVersions how many of the newest versions of a schedule stay
 */
public record CompactSettings(Duration retention, Duration orphanAge, int scheduleVersions) {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a duration is too short or no version would stay
   */
  public CompactSettings {
    if (retention.isNegative()) {
      throw new IllegalArgumentException(
          "retention-days must be at least 0, found " + retention.toHours() / 24.0);
    }
    if (orphanAge.compareTo(Duration.ofDays(1)) < 0) {
      // What a job writes just now belongs to no snapshot yet.
      throw new IllegalArgumentException(
          "orphan-days must be at least 1, found " + orphanAge.toHours() / 24.0);
    }
    if (scheduleVersions < 1) {
      throw new IllegalArgumentException(
          "schedule-versions must be at least 1, found " + scheduleVersions);
    }
  }

  /**
   * Reads the section {@code compact}.
   *
   * @throws UsageException if a value is out of its range
   */
  public static CompactSettings of(Settings settings) {
    return settings.read(
        "compact",
        section ->
            new CompactSettings(
                days(section.getDouble("retention-days")),
                days(section.getDouble("orphan-days")),
                section.getInt("schedule-versions")));
  }

  private static Duration days(double days) {
    return Duration.ofMillis(Math.round(days * 24 * 3600 * 1000));
  }
}
