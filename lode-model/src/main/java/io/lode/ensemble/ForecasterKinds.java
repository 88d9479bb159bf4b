package io.lode.ensemble;

import io.lode.forecast.FittingMethod;
import io.lode.forecast.Forecaster;
import io.lode.forecast.ForecasterProvider;
import io.lode.forecast.ProvidedClasses;
import io.lode.model.latent.LatentConfig;
import io.lode.model.latent.LatentForecaster;
import io.lode.model.latent.LatentTrainer;
import io.lode.model.law.MultiPowerLaw;
import io.lode.model.modal.ModalForecaster;
import io.lode.model.modal.ModalTrainer;
import io.lode.model.process.CurveData;
import io.lode.model.process.CurveForecaster;
import io.lode.model.process.CurveProcess;
import io.lode.model.residual.ResidualForecaster;
import io.lode.model.residual.ResidualTrainer;
import io.lode.trajectory.Sweep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The kinds of forecaster that a user may choose, by name. */
public final class ForecasterKinds {

  private static final List<String> BUILT_IN =
      List.of(
          ModalForecaster.NAME,
          CurveForecaster.NAME,
          ResidualForecaster.NAME,
          MultiPowerLaw.NAME,
          LatentForecaster.NAME);

  private ForecasterKinds() {}

  /**
   * The names that {@link #named} takes: LODE's own kinds, then those of jars on the class path.
   *
   * @throws IllegalArgumentException if a provided kind cannot be loaded or its name is taken
   */
  public static List<String> names() {
    List<String> names = new ArrayList<>(BUILT_IN);
    names.addAll(provided().keySet());
    return names;
  }

  /**
   * How to fit a kind of forecaster.
   *
   * @param name one of {@link #names}
   * @param config settings of every kind but the papers' model
   * @param latent settings of the papers' model
   * @throws IllegalArgumentException if there is none of that name
   */
  public static FittingMethod named(String name, FitConfig config, LatentConfig latent) {
    return switch (name) {
      case ModalForecaster.NAME -> new ModalTrainer(config.modal()).method();
      case CurveForecaster.NAME -> corrected(config);
      case ResidualForecaster.NAME ->
          new ResidualTrainer(config.modal(), config.residual()).method();
      case MultiPowerLaw.NAME ->
          new FittingMethod(MultiPowerLaw.NAME, sweep -> MultiPowerLaw.fit(sweep, config.law()));
      case LatentForecaster.NAME -> new LatentTrainer(latent).method();
      default -> provided(name, config.modal().seed());
    };
  }

  /** How to fit the modal latent ODE with the process on curves. */
  public static FittingMethod corrected(FitConfig config) {
    return new FittingMethod(CurveForecaster.NAME, sweep -> corrected(sweep, config));
  }

  private static Forecaster corrected(Sweep sweep, FitConfig config) {
    ModalForecaster modal = new ModalTrainer(config.modal()).fit(sweep);
    return CurveData.of(sweep, modal, config.curves())
        .map(data -> CurveProcess.fit(data, config.curves()))
        .map(process -> new CurveForecaster(modal, process))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "group "
                        + sweep.group()
                        + " has too few runs that learned for forecaster "
                        + CurveForecaster.NAME));
  }

  private static FittingMethod provided(String name, long seed) {
    ForecasterProvider provider = provided().get(name);
    if (provider == null) {
      throw new IllegalArgumentException(
          "forecaster must be one of " + String.join(", ", names()) + ", found '" + name + "'");
    }
    return new FittingMethod(name, sweep -> fitted(provider, sweep, seed));
  }

  private static Forecaster fitted(ForecasterProvider provider, Sweep sweep, long seed) {
    Forecaster forecaster = provider.fit(sweep, seed);
    if (forecaster == null) {
      throw new IllegalArgumentException(
          "forecaster '"
              + provider.name()
              + "' of "
              + provider.getClass().getName()
              + " must fit a forecaster, found null");
    }
    return forecaster;
  }

  private static Map<String, ForecasterProvider> provided() {
    return ProvidedClasses.byName(
        ForecasterProvider.class, "forecaster", ForecasterProvider::name, BUILT_IN);
  }
}
