package io.lode.lab.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.jobs.trial.Trial;
import io.lode.lab.prove.ProofDefinition.Method;
import io.lode.lab.prove.Tuning.Observed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TuningTest {

  private static final Tuning TUNING = new Tuning(method(List.of("peak")), 1, List.of(2L));

  private static Method method(List<String> refined) {
    return new Method(
        "m", Map.of(), Map.of(), refined, 1, ProofDefinition.Start.OWN_RUNS, 6, List.of());
  }

  private static Trial trial(String peak, long seed) {
    return new Trial(new TreeMap<>(Map.of("peak", peak)), seed);
  }

  @Test
  void repeatsTheBestAndLooksHalfWayToItsNeighbours() {
    List<Observed> observed =
        List.of(
            new Observed(trial("1", 1), 3),
            new Observed(trial("4", 1), 1),
            new Observed(trial("16", 1), 2));

    // Seed 2 is one that judges.
    assertThat(TUNING.next(observed, 3))
        .containsExactly(trial("4", 3), trial("2.000", 1), trial("8.000", 1));
  }

  @Test
  void goesOneRatioBeyondAnEdge() {
    List<Observed> observed =
        List.of(new Observed(trial("1", 1), 3), new Observed(trial("4", 1), 1));

    assertThat(TUNING.next(observed, 3))
        .containsExactly(trial("4", 3), trial("2.000", 1), trial("16.00", 1));
  }

  @Test
  void repeatsWhereNothingIsRefined() {
    Tuning fixed = new Tuning(method(List.of()), 1, List.of());
    List<Observed> observed =
        List.of(new Observed(trial("1", 1), 3), new Observed(trial("4", 1), 1));

    assertThat(fixed.next(observed, 3))
        .containsExactly(trial("4", 2), trial("1", 2), trial("4", 3));
  }

  @Test
  void prefersAPointThatWasRunTwiceToALuckyOne() {
    List<Observed> observed =
        List.of(
            new Observed(trial("1", 1), 0.1),
            new Observed(trial("4", 1), 1),
            new Observed(trial("4", 3), 2),
            new Observed(trial("8", 1), 5),
            new Observed(trial("8", 3), 5));

    assertThat(Tuning.chosen(observed).settings()).containsEntry("peak", "4");
    assertThat(Tuning.chosen(observed.subList(0, 2)).settings()).containsEntry("peak", "1");
  }

  @Test
  void findsTheBestPeakOfASmoothMethod() {
    List<Observed> observed = new ArrayList<>();
    for (String peak : List.of("0.01", "0.1", "1", "10")) {
      observed.add(observe(trial(peak, 1)));
    }
    for (int night = 0; night < 6; night++) {
      TUNING.next(observed, 3).forEach(next -> observed.add(observe(next)));
    }

    double peak = Double.parseDouble(Tuning.chosen(observed).settings().get("peak"));
    assertThat(Math.abs(Math.log(peak / 0.3))).isLessThan(0.2);
  }

  private static Observed observe(Trial trial) {
    double distance = Math.log(Double.parseDouble(trial.settings().get("peak")) / 0.3);
    return new Observed(trial, distance * distance);
  }
}
