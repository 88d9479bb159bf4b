package io.lode.jobs.store.artifacts;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.artifact.EnsembleCard;
import io.lode.evaluation.BandCalibration;
import io.lode.evaluation.CalibratedForecaster;
import io.lode.forecast.Forecast;
import io.lode.forecast.Forecaster;
import io.lode.forecast.TrackRecord;
import io.lode.model.modal.ModalBasis;
import io.lode.model.modal.ModalForecaster;
import io.lode.model.modal.ModalParameters;
import io.lode.schedule.ParametricSchedules;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoredBandsTest {

  private static final ModalForecaster MODAL = modal();
  private static final double[] STEPS = {10, 500, 1000};

  private static ModalForecaster modal() {
    ModalBasis basis = new ModalBasis(new double[] {1, 10, 100}, 0.1, 1000, 10);
    double[] values = new double[ModalParameters.count(3)];
    return new ModalForecaster(basis, List.of(ModalParameters.stored(values, 3)));
  }

  private static EnsembleCard card(EnsembleCard.Bands bands) {
    return card(bands, null, null);
  }

  private static EnsembleCard card(
      EnsembleCard.Bands bands, EnsembleCard.Verdict verdict, EnsembleCard.Outcomes outcomes) {
    return new EnsembleCard(
        EnsembleCard.FORMAT,
        "0123456789abcdef",
        "m",
        "d",
        "o",
        "fingerprint",
        "1",
        List.of("r"),
        1,
        ModalForecaster.NAME,
        Map.of(),
        List.of(),
        verdict,
        bands,
        outcomes,
        Map.of(),
        Map.of(),
        1,
        "test",
        "2026-01-01T00:00:00Z",
        1);
  }

  private static Ensembles.Stored stored(EnsembleCard card) {
    EnsembleCard read = EnsembleCard.read(card.write(), "card.json");
    return new Ensembles.Stored(read, MODAL, Optional.empty(), Optional.empty());
  }

  @Test
  void correctsForecastsByTheBandsOfTheCard() {
    Ensembles.Stored stored = stored(card(new EnsembleCard.Bands(2, 0.01, 2.5, 9, 0.7, 0.9)));

    Forecaster forecaster = stored.forecaster();

    Forecast forecast = forecaster.forecast(ParametricSchedules.constant(0.1), STEPS);
    assertThat(stored.bands()).contains(new BandCalibration(2, 0.01, 2.5, 9));
    assertThat(forecaster.name()).isEqualTo(ModalForecaster.NAME);
    assertThat(forecast.standardDeviation()).containsExactly(0.02, 0.02, 0.02);
    assertThat(forecast.mean())
        .isEqualTo(MODAL.forecast(ParametricSchedules.constant(0.1), STEPS).mean());
  }

  @Test
  void leavesForecastsOfCardsWithoutBandsAsTheyAre() {
    assertThat(stored(card(null)).forecaster())
        .isSameAs(MODAL)
        .isNotInstanceOf(CalibratedForecaster.class);
  }

  @Test
  void tellsTheSearchWhatHeldOutRunsSaid() {
    EnsembleCard.Outcomes outcomes = new EnsembleCard.Outcomes(1.5, 2.5, 9);
    EnsembleCard failed = card(null, new EnsembleCard.Verdict("no-better", "words"), outcomes);
    EnsembleCard better = card(null, new EnsembleCard.Verdict("better", "words"), outcomes);
    assertThat(stored(failed).trackRecord())
        .isEqualTo(new TrackRecord(1.5, TrackRecord.Reliance.RUNS));
    assertThat(stored(better).trackRecord())
        .isEqualTo(new TrackRecord(1.5, TrackRecord.Reliance.FORECASTS));
  }

  @Test
  void takesNothingFromACardThatJudgedByAnotherRule() {
    EnsembleCard old = card(null, new EnsembleCard.Verdict("no-better", "words"), null);
    assertThat(stored(old).trackRecord()).isEqualTo(TrackRecord.UNKNOWN);
  }
}
