package io.lode.jobs.conf.settings;

import io.lode.prior.PriorConfig;
import java.io.Serializable;

/**
 * Settings of what groups learn from each other; conf/lode.conf says what each means.
 *
 * @param use which prior fits are shrunk to
 * @param fewRuns number of runs below which {@code train} fits a group under it
 * @param fewRunsBeyond number of runs below which forecasts beyond the runs are made under it
 * @param config of the estimate
 */
public record PriorSettings(Use use, int fewRuns, int fewRunsBeyond, PriorConfig config)
    implements Serializable {

  /** Which prior is used. */
  public enum Use {
    /** None: every group learns from its own runs alone. */
    NONE,
    /** The one that comes with LODE. */
    BUNDLED,
    /** The latest of the store, or the one that comes with LODE where the store has none. */
    STORE
  }

  /** Reads the section {@code prior}. */
  public static PriorSettings of(Settings settings) {
    return settings.read(
        "prior",
        config ->
            new PriorSettings(
                use(config.getString("use")),
                config.getInt("few-runs"),
                config.getInt("few-runs-beyond"),
                RecordReader.read(config, PriorConfig.class)));
  }

  private static Use use(String value) {
    return switch (value) {
      case "none" -> Use.NONE;
      case "bundled" -> Use.BUNDLED;
      case "store" -> Use.STORE;
      default ->
          throw new IllegalArgumentException(
              "use must be none, bundled or store, found '" + value + "'");
    };
  }
}
