package io.lode.jobs.ingest.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RestartsTest {

  private static final int LOSS = 0;
  private static final int EVALUATION = 1;

  /** The rows of a run as they are told: a step, a time and fields. */
  private final List<double[]> rows = new ArrayList<>();

  private final List<int[]> fields = new ArrayList<>();

  private void tell(double step, int... said) {
    tellAt(Double.NaN, step, said);
  }

  private void tellAt(double time, double step, int... said) {
    rows.add(new double[] {step, time});
    fields.add(said);
  }

  private Restarts restarts() {
    return Restarts.of(2, column(0), column(1), fields::get);
  }

  private double[] column(int index) {
    return rows.stream().mapToDouble(row -> row[index]).toArray();
  }

  /** The steps of the rows that count, in the order of telling. */
  private List<Double> kept() {
    Restarts restarts = restarts();
    return IntStream.range(0, rows.size())
        .filter(i -> !restarts.isVoid(i))
        .mapToObj(i -> rows.get(i)[0])
        .toList();
  }

  private static List<Double> steps(double... steps) {
    return Arrays.stream(steps).boxed().toList();
  }

  @Test
  void whatWasToldFromTheStepOfARestartOnIsVoid() {
    for (double step : new double[] {0, 10, 20, 30, 20, 30}) {
      tell(step, LOSS);
    }
    assertThat(kept()).isEqualTo(steps(0, 10, 20, 30));
    assertThat(restarts().found()).containsExactly(new Restarts.Restart(4, 20, 2));
  }

  @Test
  void anAttemptMayLogAtOtherStepsThanTheOneBefore() {
    for (double step : new double[] {0, 10, 20, 30, 40, 50, 60, 25, 35, 45}) {
      tell(step, LOSS);
    }
    assertThat(kept()).isEqualTo(steps(0, 10, 20, 25, 35, 45));
  }

  @Test
  void anEvaluationOfTheGivenUpAttemptIsVoidThoughNoneFollows() {
    for (double step : new double[] {0, 10, 20, 30}) {
      tell(step, LOSS);
    }
    tell(30, EVALUATION);
    tell(10, LOSS);
    tell(20, LOSS);
    assertThat(kept()).isEqualTo(steps(0, 10, 20));
  }

  @Test
  void aJobThatCrashesAgainAndAgainEndsWithItsLastAttempt() {
    for (int attempt = 0; attempt < 50; attempt++) {
      tell(0, LOSS);
      tell(1, LOSS);
    }
    tell(0, LOSS);
    assertThat(kept()).isEqualTo(steps(0));
    assertThat(restarts().found()).hasSize(50);
  }

  @Test
  void anEvaluationThatComesLateVoidsNothing() {
    for (int step = 0; step < 100; step++) {
      tell(step, LOSS);
      if (step == 60) {
        tell(40, EVALUATION);
      } else if (step == 61) {
        tell(20, EVALUATION);
      } else if (step == 80) {
        tell(60, EVALUATION);
      }
    }
    assertThat(kept()).hasSize(103);
  }

  @Test
  void rowsWithoutAnOrderOrInTheOppositeOneVoidNothing() {
    for (int step = 50; step > 0; step--) {
      tell(step, LOSS);
    }
    assertThat(kept()).hasSize(50);
    rows.clear();
    fields.clear();
    new Random(1).ints(200, 0, 1_000_000).forEach(step -> tell(step, LOSS, EVALUATION));
    assertThat(kept()).hasSize(200);
  }

  @Test
  void metricsToldOneAfterAnotherEachHaveTheirRestart() {
    for (int field : new int[] {LOSS, EVALUATION}) {
      for (double step : new double[] {0, 10, 20, 30, 20}) {
        tell(step, field);
      }
    }
    assertThat(kept()).isEqualTo(steps(0, 10, 20, 0, 10, 20));
  }

  @Test
  void timeSaysWhatOfAMetricToldApartIsOfTheGivenUpAttempt() {
    double start = 1.7e9;
    for (double step : new double[] {0, 10, 20, 30}) {
      tellAt(start + step, step, EVALUATION);
    }
    for (double step : new double[] {0, 10, 20, 30}) {
      tellAt(start + step, step, LOSS);
    }
    tellAt(start + 100, 20, LOSS);
    assertThat(kept()).isEqualTo(steps(0, 10, 0, 10, 20));
  }

  @Test
  void nothingGoesBackWhereEveryFieldIncreases() {
    tell(0, LOSS);
    tell(10, LOSS);
    tell(0, EVALUATION);
    assertThat(Restarts.anyGoesBack(2, column(0), fields::get)).isFalse();
    tell(5, LOSS);
    assertThat(Restarts.anyGoesBack(2, column(0), fields::get)).isTrue();
  }
}
