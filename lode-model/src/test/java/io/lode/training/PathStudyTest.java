package io.lode.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PathStudyTest {

  @Test
  void errorsFallWithTraining() {
    LatentConfig config = LatentConfig.published(1).sized(1, 150);
    PathStudy.Errors untrained =
        PathStudy.run(PathStudy.Dynamics.LOTKA_VOLTERRA, config.sized(1, 1));
    PathStudy.Errors trained = PathStudy.run(PathStudy.Dynamics.LOTKA_VOLTERRA, config);
    assertThat(trained.fitted()).isLessThan(0.8 * untrained.fitted());
  }
}
