package io.lode.ensemble;

import io.lode.forecast.OutcomeForecaster;
import io.lode.forecast.Panel;
import io.lode.forecast.SweepOutcomes;
import io.lode.model.process.ProcessForecaster;
import java.util.List;

/** Seats the two forecasters that a search listens to (DESIGN 4.5). */
public final class PanelTrainer {

  private PanelTrainer() {}

  /**
   * A structured ensemble corrected by the residual process, and the process alone: the first is
   * right where training follows a law, the second where it does not.
   *
   * @throws IllegalArgumentException if no run reached the horizon
   */
  public static Panel panel(OutcomeForecaster ensemble, SweepOutcomes sweep) {
    ProcessForecaster corrected = ProcessForecaster.on(ensemble, sweep);
    ProcessForecaster alone = ProcessForecaster.alone(sweep);
    return new Panel(List.of(corrected, alone), 0.5 * (corrected.noise() + alone.noise()));
  }
}
