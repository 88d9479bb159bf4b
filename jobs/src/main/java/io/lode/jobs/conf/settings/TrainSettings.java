package io.lode.jobs.conf.settings;

import com.typesafe.config.Config;
import io.lode.ensemble.EnsembleTrainer;
import io.lode.ensemble.EnsembleTrainer.Correction;
import io.lode.ensemble.FitConfig;
import io.lode.evaluation.HeldOutConfig;
import io.lode.model.law.LawConfig;
import io.lode.model.modal.ModalConfig;
import io.lode.model.process.CurveConfig;
import io.lode.model.residual.ResidualConfig;
import java.io.Serializable;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Settings of {@code lode train}; conf/lode.conf says what each means.
 *
 * @param fits the library's own settings, with seed 0
 * @param heldOut whether held-out error is measured
 * @param neuralResidual whether a neural residual is tried
 * @param curveProcess whether a process on curves is tried
 * @param hyperparameters what the hyperparameters of runs are taken for
 */
public record TrainSettings(
    FitConfig fits,
    boolean heldOut,
    CorrectionUse neuralResidual,
    CorrectionUse curveProcess,
    HyperparameterSettings hyperparameters)
    implements Serializable {

  /** When a correction of the modal model is fitted. */
  public enum CorrectionUse {
    /** In every group with held-out error, and used where it wins. */
    AUTO,
    /** Never. */
    OFF
  }

  /** Reads the sections {@code train}, {@code law}, {@code residual} and {@code curves}. */
  public static TrainSettings of(Settings settings) {
    LawConfig law = settings.read("law", config -> RecordReader.read(config, LawConfig.class));
    ResidualConfig residual =
        settings.read("residual", config -> RecordReader.read(config, ResidualConfig.class));
    CurveConfig curves =
        settings.read("curves", config -> RecordReader.read(config, CurveConfig.class));
    return settings.read(
        "train",
        config ->
            new TrainSettings(
                new FitConfig(
                    RecordReader.read(config, ModalConfig.class),
                    law,
                    residual,
                    curves,
                    RecordReader.read(config, HeldOutConfig.class)),
                config.getBoolean("held-out"),
                use(config, "neural-residual"),
                use(config, "curve-process"),
                HyperparameterSettings.of(settings)));
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
    return neuralResidual == CorrectionUse.AUTO
        ? Optional.of(fits.residual().seeded(seed))
        : Optional.empty();
  }

  /** What fits a group under these settings. */
  public EnsembleTrainer trainer(long seed) {
    Set<Correction> tried = EnumSet.noneOf(Correction.class);
    if (neuralResidual == CorrectionUse.AUTO) {
      tried.add(Correction.NEURAL);
    }
    if (curveProcess == CorrectionUse.AUTO) {
      tried.add(Correction.CURVES);
    }
    return new EnsembleTrainer(fits(seed), tried);
  }

  private static CorrectionUse use(Config config, String key) {
    String value = config.getString(key);
    return switch (value) {
      case "auto" -> CorrectionUse.AUTO;
      case "off" -> CorrectionUse.OFF;
      default ->
          throw new IllegalArgumentException(key + " must be auto or off, found '" + value + "'");
    };
  }
}
