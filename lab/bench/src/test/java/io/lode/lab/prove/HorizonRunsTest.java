package io.lode.lab.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.forecast.Horizon;
import io.lode.trajectory.Run;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HorizonRunsTest {

  private static Run run(double half, double end) {
    return TwoLogs.run(new double[] {0.1, 0.2}, new double[] {half, end});
  }

  private static final HorizonRuns RUNS =
      new HorizonRuns(
          new TreeMap<>(
              Map.of(
                  new Horizon(0.5), List.of(run(1, 5), run(3, 5)),
                  new Horizon(1), List.of(run(4, 3), run(4, 1)))));

  @Test
  void readsEveryScheduleAtEveryHorizon() {
    assertThat(RUNS.markdown())
        .containsExactly(
            "| schedule made for | at 50% | at 100% |",
            "|---|---|---|",
            "| 50% | 2.0000 ± 1.0000 | 5.0000 ± 0.0000 |",
            "| 100% | 4.0000 ± 0.0000 | 2.0000 ± 1.0000 |");
    assertThat(RUNS.json()).hasSize(4);
    assertThat(RUNS.json().get(0)).containsEntry("madeFor", 0.5).containsEntry("at", 0.5);
    assertThat((double[]) RUNS.json().get(0).get("reached")).containsExactly(1, 3);
  }

  @Test
  void drawsTheMeanOfItsRuns() {
    Run curve = RUNS.curves().get("made for 50%");

    assertThat(curve.trajectory().objective()).containsExactly(2, 5);
    assertThat(curve.trajectory().learningRate()).containsExactly(0.1, 0.2);
  }
}
