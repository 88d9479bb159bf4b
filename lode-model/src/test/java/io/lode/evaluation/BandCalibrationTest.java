package io.lode.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lode.forecast.Forecast;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BandCalibrationTest {

  private static final int POINTS = 40;

  /** Runs whose forecasts claim one standard deviation and err by another, run by run. */
  private static List<HeldOutForecast> runs(int count, double claimed, double real, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<HeldOutForecast> runs = new ArrayList<>();
    for (int r = 0; r < count; r++) {
      double[] step = new double[POINTS];
      double[] mean = new double[POINTS];
      double[] deviation = new double[POINTS];
      double[] observed = new double[POINTS];
      double error = real * random.nextGaussian();
      for (int t = 0; t < POINTS; t++) {
        step[t] = t + 1;
        mean[t] = 1;
        // Where a forecast is less sure it errs more.
        deviation[t] = claimed * (1 + t);
        observed[t] = 1 + error * (1 + t);
      }
      runs.add(new HeldOutForecast("run-" + r, new Forecast(step, mean, deviation), observed));
    }
    return runs;
  }

  @Test
  void widensBandsThatAreTooNarrow() {
    BandCalibration bands = BandCalibration.of(runs(400, 0.001, 0.01, 1)).orElseThrow();

    Coverage before = Coverage.of(runs(400, 0.001, 0.01, 2));
    List<HeldOutForecast> corrected =
        runs(400, 0.001, 0.01, 2).stream().map(run -> run.corrected(bands)).toList();
    Coverage after = Coverage.of(corrected, bands.tail());

    assertThat(before.one()).isLessThan(0.15);
    assertThat(after.one()).isCloseTo(0.683, within(0.06));
    assertThat(after.two()).isCloseTo(0.954, within(0.03));
  }

  @Test
  void narrowsBandsThatAreTooWide() {
    BandCalibration bands = BandCalibration.of(runs(400, 0.1, 0.01, 1)).orElseThrow();

    assertThat(bands.standardDeviation(0.1)).isLessThan(0.03);
  }

  @Test
  void keepsBandsThatGrowWhereErrorsGrow() {
    BandCalibration bands = BandCalibration.of(runs(400, 0.01, 0.02, 3)).orElseThrow();

    double ratio = bands.standardDeviation(0.4) / bands.standardDeviation(0.04);

    assertThat(ratio).isGreaterThan(4);
  }

  @Test
  void givesAnEnsembleOfOneMemberABand() {
    BandCalibration bands = BandCalibration.of(runs(50, 0, 0.01, 4)).orElseThrow();

    assertThat(bands.standardDeviation(0)).isGreaterThan(0.01);
  }

  @Test
  void countsEveryRunTheSameHoweverOftenItLogged() {
    List<HeldOutForecast> runs = new ArrayList<>(runs(9, 0.001, 0, 5));
    HeldOutForecast last = runs.get(0);
    double[] far = new double[POINTS];
    Arrays.fill(far, 5);
    HeldOutForecast wrong = new HeldOutForecast("wrong", last.forecast(), far);
    double[] once = {1};
    List<HeldOutForecast> short9 = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      short9.add(
          new HeldOutForecast(
              "short-" + i,
              new Forecast(new double[] {1}, new double[] {1}, new double[] {0.001}),
              once));
    }
    short9.add(wrong);

    BandCalibration bands = BandCalibration.of(short9).orElseThrow();

    // Nine of ten runs are exact: 68% of runs need no width, though most observations are wrong.
    assertThat(bands.standardDeviation(0.001)).isLessThan(1e-6);
    assertThat(bands.tail()).isGreaterThan(1e6);
  }

  @Test
  void isNotLearnedFromFewRuns() {
    assertThat(BandCalibration.of(runs(3, 0.01, 0.01, 6))).isEmpty();
    assertThat(BandCalibration.of(runs(4, 0.01, 0.01, 6))).isPresent();
    assertThat(CalibratedBands.of(runs(4, 0.01, 0.01, 6))).isEmpty();
    assertThat(CalibratedBands.of(runs(5, 0.01, 0.01, 6))).isPresent();
  }

  @Test
  void judgesEachRunByBandsThatTheOthersCorrected() {
    List<HeldOutForecast> runs = runs(100, 0.001, 0.01, 7);

    CalibratedBands bands = CalibratedBands.of(runs).orElseThrow();

    assertThat(bands.uncorrected().one()).isLessThan(0.15);
    assertThat(bands.coverage().one()).isCloseTo(0.683, within(0.05));
    assertThat(bands.coverage().two()).isCloseTo(0.954, within(0.03));
    assertThat(bands.coverage().runs()).isEqualTo(100);
  }

  @Test
  void addsUpSamplesByTheirRuns() {
    Coverage all = Coverage.ofAll(List.of(new Coverage(0.5, 0.9, 3), new Coverage(0.9, 1, 1)));

    assertThat(all.one()).isCloseTo(0.6, within(1e-12));
    assertThat(all.two()).isCloseTo(0.925, within(1e-12));
    assertThat(all.runs()).isEqualTo(4);
    assertThatThrownBy(() -> Coverage.ofAll(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no runs, expected at least one that was forecast");
  }

  @Test
  void refusesNumbersThatAreNone() {
    assertThatThrownBy(() -> new BandCalibration(0, 0, 2, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a calibration needs a factor over 0, a floor of at least 0 and a tail of at least 1,"
                + " found 0.0, 0.0 and 2.0");
    assertThatThrownBy(() -> new BandCalibration(1, Double.NaN, 2, 5))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
