package io.lode.jobs.conf.settings;

import com.typesafe.config.Config;
import io.lode.jobs.UsageException;
import java.io.Serializable;

/**
 * What ingest tells of runs that look wrong beside the others of their group or in themselves.
 *
 * @param plateauPart a run sits on a plateau where its objective fell by less than this part of
 *     what the best run of its group fell by in the same steps, at least 0 and below 1
 * @param plateauFall how far that best run must have fallen, in log loss, over 0
 * @param axesApart a metric that ends before this part of its run's steps may have been logged on
 *     another axis, at least 0 and below 1
 * @param lengthsApart how many times as long the longest run of a group is as one that is told to
 *     be much shorter, over 1
 */
public record IngestChecks(
    double plateauPart, double plateauFall, double axesApart, double lengthsApart)
    implements Serializable {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is out of its range
   */
  public IngestChecks {
    if (!(plateauPart >= 0 && plateauPart < 1)) {
      throw new IllegalArgumentException(
          "plateau-part must be at least 0 and below 1, found " + plateauPart);
    }
    if (!(plateauFall > 0)) {
      throw new IllegalArgumentException("plateau-fall must be over 0, found " + plateauFall);
    }
    if (!(axesApart >= 0 && axesApart < 1)) {
      throw new IllegalArgumentException(
          "axes-apart must be at least 0 and below 1, found " + axesApart);
    }
    if (!(lengthsApart > 1)) {
      throw new IllegalArgumentException("lengths-apart must be over 1, found " + lengthsApart);
    }
  }

  /** The checks of {@code conf/lode.conf}. */
  public static IngestChecks defaults() {
    return of(Settings.defaults());
  }

  /**
   * Reads them from the section {@code ingest}.
   *
   * @throws UsageException if a value is out of its range
   */
  public static IngestChecks of(Settings settings) {
    return settings.read("ingest", IngestChecks::of);
  }

  private static IngestChecks of(Config section) {
    return new IngestChecks(
        section.getDouble("plateau-part"),
        section.getDouble("plateau-fall"),
        section.getDouble("axes-apart"),
        section.getDouble("lengths-apart"));
  }
}
