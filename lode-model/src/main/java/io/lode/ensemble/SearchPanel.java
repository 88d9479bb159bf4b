package io.lode.ensemble;

import io.lode.forecast.OutcomeForecaster;
import io.lode.forecast.Panel;
import io.lode.forecast.SweepOutcomes;
import io.lode.model.process.ProcessForecaster;
import java.util.List;

/** The two forecasters that every search asks. */
public final class SearchPanel {

  private SearchPanel() {}

  /**
   * A structured ensemble corrected by the residual process, and the process alone: the first is
   * right where training follows a law, the second where it does not.
   *
   * @throws IllegalArgumentException if no run reached the horizon
   */
  public static Panel of(OutcomeForecaster ensemble, SweepOutcomes sweep) {
    ProcessForecaster corrected = ProcessForecaster.on(ensemble, sweep);
    ProcessForecaster alone = ProcessForecaster.alone(sweep);
    return new Panel(List.of(corrected, alone), 0.5 * (corrected.noise() + alone.noise()));
  }
}
