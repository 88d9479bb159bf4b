package io.lode.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PathStudyTest {

  /** A small fit; an untrained model is off by about one standard deviation everywhere. */
  @Test
  void fitsTheDampedOscillatorAndExtrapolatesIt() {
    PathStudy.Errors errors =
        PathStudy.run(
            PathStudy.Dynamics.DAMPED_OSCILLATOR, LatentConfig.published(1).sized(1, 250));
    assertThat(errors.fitted()).isLessThan(0.6);
    assertThat(errors.extrapolated()).isLessThan(0.6);
  }
}
