package io.lode.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.lab.world.Difference;
import io.lode.model.modal.PaceConfig;
import io.lode.search.replan.ReplanConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReplanBenchTest {

  private static final List<Double> PLANNED = List.of(0.1, 0.2, 0.4, 0.6);
  private static final List<Double> OBSERVATIONS =
      IntStream.range(2, 60).mapToObj(i -> i / 60.0).toList();

  private static ReplanPlan plan(List<Double> at, List<Double> alarmedAt) {
    return new ReplanPlan(
        List.of("network-sgd"),
        0,
        List.of(ReplanCell.Start.PROVEN),
        20,
        1,
        1,
        at,
        alarmedAt,
        ReplanConfig.standard(),
        PaceConfig.standard(),
        1);
  }

  @Test
  void aRunThatBlowsUpBetweenPlannedLooksIsSavedByItsAlarmAndTheOthersHaveNone() {
    List<String> decisions = new ArrayList<>();
    List<ReplanResult> results =
        new ReplanBench(plan(PLANNED, OBSERVATIONS), line -> {}, decisions::add).run();
    assertThat(results).hasSize(5);
    for (ReplanResult result : results) {
      if (result.cell().difference().equals(Optional.of(new Difference.BatchSize(8)))) {
        assertThat(result.without()).isNaN();
        assertThat(result.with()).isPositive();
        assertThat(result.replannings()).isEqualTo(PLANNED.size() + 1);
        assertThat(result.forced()).isEqualTo(1);
      } else {
        assertThat(result.without()).isPositive();
        assertThat(result.replannings()).isEqualTo(PLANNED.size());
      }
    }
    assertThat(decisions).filteredOn(line -> line.contains("the loss rose by")).hasSize(1);
  }

  @Test
  void looksAreThePlannedOnesAndThoseForAlarmsInOrder() {
    assertThat(plan(List.of(0.2, 0.6), List.of(0.1, 0.2, 0.9)).looks())
        .containsExactly(0.1, 0.2, 0.6, 0.9);
    assertThatThrownBy(() -> plan(List.of(0.1), List.of(0.5, 0.2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("parts of training must rise between 0 and 1, found [0.5, 0.2]");
  }
}
