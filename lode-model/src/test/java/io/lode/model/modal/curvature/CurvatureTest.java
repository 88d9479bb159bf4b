package io.lode.model.modal.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CurvatureTest {

  private static final CurvatureResponse RESPONSE = new CurvatureResponse(0.25, 4);

  @Test
  void settlesWhereTheRateWantsIt() {
    Curvature curvature = new Curvature(RESPONSE);
    curvature.advance(0.2, 1000);
    assertThat(curvature.advance(0.2, 1)).isCloseTo(-0.25 * Math.log(0.2), within(1e-9));
  }

  @Test
  void agreesWithSmallStepsOfTheDifferentialEquation() {
    double[] rates = {0.05, 1, 0.3, 0.01};
    double duration = 0.4;
    Curvature curvature = new Curvature(RESPONSE);
    double log = 0;
    int substeps = 100_000;
    for (double x : rates) {
      double mean = 0;
      for (int s = 0; s < substeps; s++) {
        mean += log / substeps;
        log += duration / substeps * 4 * x * (-0.25 * Math.log(x) - log);
      }
      assertThat(curvature.advance(x, duration)).isCloseTo(mean, within(1e-4));
    }
    assertThat(curvature.advance(1, 1e-12)).isCloseTo(log, within(1e-4));
  }

  @Test
  void doesNotDependOnHowAnIntervalIsCut() {
    Curvature whole = new Curvature(RESPONSE);
    Curvature parts = new Curvature(RESPONSE);
    double mean = whole.advance(0.3, 0.9);
    double sum = 0;
    for (int i = 0; i < 9; i++) {
      sum += parts.advance(0.3, 0.1) / 9;
    }
    assertThat(sum).isCloseTo(mean, within(1e-12));
    assertThat(parts.advance(1, 0.1)).isCloseTo(whole.advance(1, 0.1), within(1e-12));
  }

  @Test
  void aShortCooldownActsInFull() {
    Curvature curvature = new Curvature(RESPONSE);
    curvature.advance(1, 10);
    assertThat(curvature.advance(0.1, 0.05)).isLessThan(0.01);
  }

  @Test
  void aCopyGoesOnByItself() {
    Curvature curvature = new Curvature(RESPONSE);
    curvature.advance(0.1, 1);
    Curvature copy = curvature.copy();
    double expected = curvature.advance(0.1, 0.2);
    assertThat(copy.advance(0.1, 0.2)).isEqualTo(expected);
  }

  @Test
  void withoutAResponseItStays() {
    Curvature curvature = new Curvature(CurvatureResponse.NONE);
    assertThat(curvature.advance(1e-8, 5)).isZero();
    assertThat(curvature.advance(2, 5)).isZero();
  }

  @Test
  void refusesWhatIsNoResponse() {
    assertThatThrownBy(() -> new CurvatureResponse(1.5, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("curvature-response");
    assertThatThrownBy(() -> new CurvatureResponse(0.2, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("curvature-speed");
  }
}
