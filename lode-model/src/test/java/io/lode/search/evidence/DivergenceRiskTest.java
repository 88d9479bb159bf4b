package io.lode.search.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.search.EvidenceConfig;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DivergenceRiskTest {

  private static final double EDGE = 0.5;

  /** One of two runs at the edge diverged half way. */
  private static FlatRuns byChance() {
    return new FlatRuns().survived(0.1).survived(EDGE).diverged(EDGE);
  }

  private static double[] flat(double learningRate) {
    double[] rates = new double[FlatRuns.STEPS];
    Arrays.fill(rates, Math.log(learningRate));
    return rates;
  }

  private static boolean near(FlatRuns runs, double[] rates) {
    return new DivergenceRisk(runs.outcomes().runs(), FlatRuns.STEPS, EvidenceConfig.standard())
        .near(rates);
  }

  @Test
  void speaksAgainstWhatIsAlmostAsBoldAsARunThatDivergedByChance() {
    assertThat(near(byChance(), flat(EDGE))).isTrue();
    assertThat(near(byChance(), flat(1.2 * EDGE))).isTrue();
    assertThat(near(byChance(), flat(0.8 * EDGE))).isTrue();
    assertThat(near(byChance(), flat(0.7 * EDGE))).isFalse();
  }

  @Test
  void asksHowLongRatesAreHeldAndNotWhen() {
    double[] shorter = flat(0.1);
    Arrays.fill(shorter, 0, FlatRuns.STEPS / 2 - 1, Math.log(EDGE));
    double[] asLong = flat(0.1);
    Arrays.fill(asLong, FlatRuns.STEPS / 2, FlatRuns.STEPS, Math.log(EDGE));
    assertThat(near(byChance(), shorter)).isFalse();
    assertThat(near(byChance(), asLong)).isTrue();
  }

  @Test
  void enoughSurvivorsTakeTheRiskAway() {
    assertThat(near(byChance().survived(0.9 * EDGE).survived(0.9 * EDGE), flat(EDGE))).isTrue();
    FlatRuns enough = byChance();
    for (int i = 0; i < 3; i++) {
      enough.survived(0.9 * EDGE);
    }
    assertThat(near(enough, flat(EDGE))).isFalse();
    assertThat(near(enough.diverged(EDGE), flat(EDGE))).isTrue();
  }

  @Test
  void whatSurvivesBelowASharpEdgeIsSafe() {
    FlatRuns runs = new FlatRuns().survived(0.95 * EDGE).survived(1.05 * EDGE);
    runs.diverged(EDGE).diverged(2 * EDGE);
    assertThat(near(runs, flat(0.95 * EDGE))).isFalse();
  }

  @Test
  void bearsNoRiskWhereNothingDiverged() {
    assertThat(near(new FlatRuns().survived(0.1), flat(10))).isFalse();
  }
}
