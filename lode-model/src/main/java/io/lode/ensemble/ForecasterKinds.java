package io.lode.ensemble;

import io.lode.forecast.FittingMethod;
import io.lode.model.latent.LatentConfig;
import io.lode.model.latent.LatentForecaster;
import io.lode.model.latent.LatentTrainer;
import io.lode.model.law.MultiPowerLaw;
import io.lode.model.modal.ModalForecaster;
import io.lode.model.modal.ModalTrainer;
import io.lode.model.modal.TrainingConfig;
import io.lode.model.residual.ResidualConfig;
import io.lode.model.residual.ResidualForecaster;
import io.lode.model.residual.ResidualTrainer;
import java.util.List;

/** The kinds of forecaster that a user may choose, by name. */
public final class ForecasterKinds {

  private ForecasterKinds() {}

  /** The names that {@link #named} takes, the product's own choice first. */
  public static List<String> names() {
    return List.of(
        ModalForecaster.NAME, ResidualForecaster.NAME, MultiPowerLaw.NAME, LatentForecaster.NAME);
  }

  /**
   * How to fit a kind of forecaster.
   *
   * @param name one of {@link #names}
   * @throws IllegalArgumentException if there is none of that name
   */
  public static FittingMethod named(String name, TrainingConfig config, LatentConfig latent) {
    return switch (name) {
      case ModalForecaster.NAME -> new ModalTrainer(config).method();
      case ResidualForecaster.NAME ->
          new ResidualTrainer(config, ResidualConfig.standard(config.seed())).method();
      case MultiPowerLaw.NAME ->
          new FittingMethod(
              MultiPowerLaw.NAME,
              sweep -> MultiPowerLaw.fit(sweep, config.members(), config.seed()));
      case LatentForecaster.NAME -> new LatentTrainer(latent).method();
      default ->
          throw new IllegalArgumentException(
              "forecaster must be one of " + String.join(", ", names()) + ", found '" + name + "'");
    };
  }
}
