package io.lode.jobs.conf.settings;

import java.io.Serializable;

/**
 * Settings of {@code lode report}; conf/lode.conf says what each means.
 *
 * @param runs most runs drawn of a group
 * @param points about how many points a curve has
 * @param versions most versions of a schedule that are read
 * @param heldOut whether held-out runs are forecast
 */
public record ReportSettings(int runs, int points, int versions, boolean heldOut)
    implements Serializable {

  /** Checks the counts. */
  public ReportSettings {
    if (runs < 1 || points < 10 || versions < 1) {
      throw new IllegalArgumentException(
          "runs and versions must be at least 1 and points at least 10, found "
              + runs
              + ", "
              + versions
              + " and "
              + points);
    }
  }

  /** Reads the section {@code report}. */
  public static ReportSettings of(Settings settings) {
    return settings.read(
        "report",
        config ->
            new ReportSettings(
                config.getInt("runs"),
                config.getInt("points"),
                config.getInt("versions"),
                config.getBoolean("held-out")));
  }
}
