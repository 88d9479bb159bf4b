package io.lode.jobs.conf;

import io.lode.training.TrainingConfig;
import java.io.Serializable;

/**
 * Settings of {@code lode train}; conf/lode.conf says what each means.
 *
 * @param heldOut whether held-out error is measured
 */
public record TrainSettings(
    int members,
    int starts,
    int iterations,
    int bootstrapIterations,
    double smoothness,
    double offsetWidth,
    double focusWidth,
    boolean heldOut)
    implements Serializable {

  /** Reads the section {@code train}. */
  public static TrainSettings of(Settings settings) {
    return settings.read(
        "train",
        config -> {
          TrainSettings read =
              new TrainSettings(
                  config.getInt("members"),
                  config.getInt("starts"),
                  config.getInt("iterations"),
                  config.getInt("bootstrap-iterations"),
                  config.getDouble("smoothness"),
                  config.getDouble("offset-width"),
                  config.getDouble("focus-width"),
                  config.getBoolean("held-out"));
          // Its own checks, so that a bad value is named before any work is done.
          read.config(0);
          return read;
        });
  }

  /** The library's settings of a fit, with its seed. */
  public TrainingConfig config(long seed) {
    return new TrainingConfig(
        members,
        starts,
        iterations,
        bootstrapIterations,
        smoothness,
        offsetWidth,
        focusWidth,
        seed);
  }
}
