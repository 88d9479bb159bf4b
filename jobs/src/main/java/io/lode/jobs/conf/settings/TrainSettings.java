package io.lode.jobs.conf.settings;

import io.lode.model.modal.ModalConfig;
import io.lode.model.residual.ResidualConfig;
import java.io.Serializable;
import java.util.Optional;

/**
 * Settings of {@code lode train}; conf/lode.conf says what each means.
 *
 * @param heldOut whether held-out error is measured
 * @param neuralResidual whether a neural residual is tried
 */
public record TrainSettings(
    int members,
    int starts,
    int iterations,
    int bootstrapIterations,
    double smoothness,
    double offsetWidth,
    double focusWidth,
    boolean heldOut,
    NeuralResidualUse neuralResidual)
    implements Serializable {

  /** When a neural residual is fitted. */
  public enum NeuralResidualUse {
    /** In every group with held-out error, and used where it wins. */
    AUTO,
    /** Never. */
    OFF
  }

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
                  config.getBoolean("held-out"),
                  use(config.getString("neural-residual")));
          // Its own checks, so that a bad value is named before any work is done.
          read.config(0);
          return read;
        });
  }

  /** The library's settings of a fit, with its seed. */
  public ModalConfig config(long seed) {
    return new ModalConfig(
        members,
        starts,
        iterations,
        bootstrapIterations,
        smoothness,
        offsetWidth,
        focusWidth,
        seed);
  }

  /** The library's settings of the neural residual, empty where it is not tried. */
  public Optional<ResidualConfig> residual(long seed) {
    return neuralResidual == NeuralResidualUse.AUTO
        ? Optional.of(ResidualConfig.standard(seed))
        : Optional.empty();
  }

  private static NeuralResidualUse use(String value) {
    return switch (value) {
      case "auto" -> NeuralResidualUse.AUTO;
      case "off" -> NeuralResidualUse.OFF;
      default ->
          throw new IllegalArgumentException(
              "neural-residual must be auto or off, found '" + value + "'");
    };
  }
}
