package io.lode.lab.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lode.lab.prove.ProofDefinition.Outcome;
import io.lode.trajectory.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ProofReportTest {

  private static final Outcome OUTCOME =
      new Outcome("f", "loss", Direction.MINIMIZE, "accuracy", Direction.MAXIMIZE, null, null);

  private static ProofEntry entry(String name, String peak, double... tests) {
    List<TrialOutcomes.Judged> judged = new ArrayList<>();
    for (int i = 0; i < tests.length; i++) {
      judged.add(
          new TrialOutcomes.Judged(peak + i, i, -tests[i], tests[i], Double.NaN, Double.NaN));
    }
    return new ProofEntry(
        name,
        name.startsWith("lode"),
        new TreeMap<>(Map.of("peak", peak)),
        9,
        0.5,
        Double.NaN,
        "",
        judged);
  }

  @Test
  void comparesWithTheBestOfTheOthersAndWithTheBestRun() {
    ProofReport report =
        new ProofReport(
            OUTCOME,
            List.of(
                entry("best run", "1", 0.5, 0.6),
                entry("cosine", "2", 0.7, 0.6),
                entry("lode", "3", 0.9, 0.7)));

    assertThat(report.json()).containsEntry("bestBaseline", "cosine");
    List<String> lines = report.markdown();
    assertThat(lines.get(2))
        .startsWith("| **lode** | 9 | 2 | 0.8000 ± 0.1414 | +0.2500 ± 0.1500 | +0.1500 ± 0.0500 |");
    assertThat(lines.get(3)).startsWith("| cosine |");
  }

  /** Deviations 0.05, 0.05 and 0.1, 0.1 over two degrees of freedom. */
  @Test
  void poolsTheNoiseOfDistinctMethodsOnce() {
    ProofReport report =
        new ProofReport(
            OUTCOME,
            List.of(
                entry("a", "1", 0.5, 0.6),
                entry("lode", "2", 0.9, 0.7),
                entry("lode again", "2", 0.9, 0.7)));

    assertThat(report.noise().test()).isCloseTo(Math.sqrt(0.025 / 2), within(1e-12));
    assertThat(report.noise().correlationOfSeeds()).isCloseTo(-1, within(1e-12));
  }
}
