package io.lode.lab.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lode.trajectory.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PairedTest {

  private static ProofEntry entry(double... tests) {
    List<TrialOutcomes.Judged> judged = new ArrayList<>();
    for (int i = 0; i < tests.length; i++) {
      judged.add(new TrialOutcomes.Judged("run" + i, i, 0, tests[i], 0, 0));
    }
    return new ProofEntry("e", false, new TreeMap<>(), 0, 0, 0, "", judged);
  }

  /** Differences 1, 2, 3, 4: mean 2.5, sd 1.290994, t = 3.872983 with 3 degrees of freedom. */
  @Test
  void isStudentsPairedTest() {
    Paired paired = Paired.of(entry(11, 22, 33, 44), entry(10, 20, 30, 40), Direction.MAXIMIZE);

    assertThat(paired.gain()).isEqualTo(2.5);
    assertThat(paired.standardError()).isCloseTo(0.6454972, within(1e-6));
    // 2 (1 - F(t)), F(t) = 1/2 + (theta + sin theta cos theta) / pi, tan theta = t / sqrt 3.
    double theta = Math.atan(2.5 / 0.6454972243679028 / Math.sqrt(3));
    double expected = 1 - 2 * (theta + Math.sin(theta) * Math.cos(theta)) / Math.PI;
    assertThat(paired.pValue()).isCloseTo(expected, within(1e-9));
  }

  @Test
  void aSmallerValueIsAGainWhereSmallerIsBetter() {
    assertThat(Paired.of(entry(1, 2), entry(2, 4), Direction.MINIMIZE).gain()).isEqualTo(1.5);
  }

  @Test
  void leavesOutSeedsThatOneOfThemLacks() {
    Paired paired = Paired.of(entry(1, Double.NaN, 4), entry(0, 9, 1), Direction.MAXIMIZE);

    assertThat(paired.seeds()).isEqualTo(2);
    assertThat(paired.gain()).isEqualTo(2);
  }

  @Test
  void theSameRunsHaveNoPValue() {
    assertThat(Paired.of(entry(1, 2), entry(1, 2), Direction.MAXIMIZE).pValue()).isNaN();
  }
}
