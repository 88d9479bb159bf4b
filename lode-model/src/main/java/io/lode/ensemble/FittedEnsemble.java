package io.lode.ensemble;

import io.lode.evaluation.BandCalibration;
import io.lode.evaluation.CalibratedBands;
import io.lode.evaluation.CalibratedForecaster;
import io.lode.evaluation.HeldOutError;
import io.lode.evaluation.HeldOutVerdict;
import io.lode.forecast.Forecaster;
import io.lode.forecast.TrackRecord;
import io.lode.model.modal.ModalForecaster;
import io.lode.model.process.CurveForecaster;
import io.lode.model.process.CurveProcess;
import io.lode.model.residual.NeuralResidual;
import io.lode.model.residual.ResidualForecaster;
import io.lode.trajectory.SweepLearning;
import java.util.List;
import java.util.Optional;

/**
 * A group's fitted forecasters and how well each kind does on runs it was not fitted to.
 *
 * @param modal the modal latent ODEs, which every search listens to
 * @param residual the neural residual that is added to them, where that won on held-out runs
 * @param curves the process on curves that is added to them, where that won on held-out runs
 * @param bands how held-out runs correct the bands of forecasts, empty where there were too few
 * @param ends how well the ends of held-out runs were forecast
 * @param heldOut error of every kind and of the baselines, empty where not measured
 * @param learning which runs learned
 */
public record FittedEnsemble(
    ModalForecaster modal,
    Optional<NeuralResidual> residual,
    Optional<CurveProcess> curves,
    Optional<CalibratedBands> bands,
    HeldOutEnds ends,
    List<HeldOutError> heldOut,
    SweepLearning learning) {

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if both corrections are given: at most one wins
   */
  public FittedEnsemble {
    heldOut = List.copyOf(heldOut);
    if (residual.isPresent() && curves.isPresent()) {
      throw new IllegalArgumentException(
          "at most one correction can have won, found a neural residual and a process on curves");
    }
  }

  /**
   * The forecaster that held-out error chose: the modal latent ODE, with the correction that won.
   * Searches and {@code whatif} use it by default.
   */
  public Forecaster chosen() {
    return chosen(modal, residual, curves, bands.map(CalibratedBands::calibration));
  }

  /** The same with the bands that its members show, which held-out runs did not correct. */
  public Forecaster uncorrected() {
    return corrected(modal, residual, curves);
  }

  /**
   * The modal latent ODE with the correction that is there.
   *
   * @param bands corrects the bands of its trajectories, where it is there
   */
  public static Forecaster chosen(
      ModalForecaster modal,
      Optional<NeuralResidual> residual,
      Optional<CurveProcess> curves,
      Optional<BandCalibration> bands) {
    Forecaster corrected = corrected(modal, residual, curves);
    return bands
        .<Forecaster>map(known -> new CalibratedForecaster(corrected, known))
        .orElse(corrected);
  }

  private static Forecaster corrected(
      ModalForecaster modal, Optional<NeuralResidual> residual, Optional<CurveProcess> curves) {
    if (curves.isPresent()) {
      return new CurveForecaster(modal, curves.get());
    }
    return residual.<Forecaster>map(won -> new ResidualForecaster(modal, won)).orElse(modal);
  }

  /** What a search is told of its forecasters. */
  public TrackRecord trackRecord() {
    return ends.trackRecord(learning);
  }

  /** Whether the chosen forecaster is worth more than a look at the runs. */
  public HeldOutVerdict verdict() {
    return ends.verdict(learning);
  }
}
