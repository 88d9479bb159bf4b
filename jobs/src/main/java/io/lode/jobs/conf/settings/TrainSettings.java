package io.lode.jobs.conf.settings;

import io.lode.ensemble.EnsembleTrainer;
import io.lode.ensemble.FitConfig;
import io.lode.model.law.LawConfig;
import io.lode.model.modal.ModalConfig;
import io.lode.model.residual.ResidualConfig;
import java.io.Serializable;
import java.util.Optional;

/**
 * Settings of {@code lode train}; conf/lode.conf says what each means.
 *
 * @param fits the library's own settings, with seed 0
 * @param heldOut whether held-out error is measured
 * @param neuralResidual whether a neural residual is tried
 */
public record TrainSettings(FitConfig fits, boolean heldOut, NeuralResidualUse neuralResidual)
    implements Serializable {

  /** When a neural residual is fitted. */
  public enum NeuralResidualUse {
    /** In every group with held-out error, and used where it wins. */
    AUTO,
    /** Never. */
    OFF
  }

  /** Reads the sections {@code train}, {@code law} and {@code residual}. */
  public static TrainSettings of(Settings settings) {
    LawConfig law = settings.read("law", config -> RecordReader.read(config, LawConfig.class));
    ResidualConfig residual =
        settings.read("residual", config -> RecordReader.read(config, ResidualConfig.class));
    return settings.read(
        "train",
        config ->
            new TrainSettings(
                new FitConfig(RecordReader.read(config, ModalConfig.class), law, residual),
                config.getBoolean("held-out"),
                use(config.getString("neural-residual"))));
  }

  /** The library's settings of all fits, with their seed. */
  public FitConfig fits(long seed) {
    return fits.seeded(seed);
  }

  /** The library's settings of the modal model's fit, with its seed. */
  public ModalConfig config(long seed) {
    return fits.modal().seeded(seed);
  }

  /** The library's settings of the neural residual, empty where it is not tried. */
  public Optional<ResidualConfig> residual(long seed) {
    return neuralResidual == NeuralResidualUse.AUTO
        ? Optional.of(fits.residual().seeded(seed))
        : Optional.empty();
  }

  /** What fits a group under these settings. */
  public EnsembleTrainer trainer(long seed) {
    FitConfig seeded = fits(seed);
    return new EnsembleTrainer(seeded.modal(), seeded.law(), residual(seed));
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
