package io.lode.lab.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RegressionTaskTest {

  @Test
  void inputsSpanADecadeOfDeviations() {
    float[][] input = RegressionTask.of(1).trainingInput();

    assertThat(deviation(input, 0)).isCloseTo(1, within(0.02));
    assertThat(deviation(input, 15)).isCloseTo(0.1, within(0.002));
  }

  private static double deviation(float[][] rows, int column) {
    double squares = 0;
    for (float[] row : rows) {
      squares += (double) row[column] * row[column];
    }
    return Math.sqrt(squares / rows.length);
  }

  @Test
  void aSeedIsAProblem() {
    RegressionTask task = RegressionTask.of(1);

    assertThat(RegressionTask.of(1).validationTarget()).containsExactly(task.validationTarget());
    assertThat(RegressionTask.of(2).validationTarget()).isNotEqualTo(task.validationTarget());
  }
}
