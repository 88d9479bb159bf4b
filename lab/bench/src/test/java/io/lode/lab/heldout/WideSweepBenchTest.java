package io.lode.lab.heldout;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.ensemble.EnsembleTrainer;
import io.lode.ensemble.EnsembleTrainer.Correction;
import io.lode.ensemble.FitConfig;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Objective;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class WideSweepBenchTest {

  private static final int POINTS = 40;

  private static Run run(double rate, DoubleUnaryOperator loss) {
    double[] step = new double[POINTS];
    double[] rates = new double[POINTS];
    double[] losses = new double[POINTS];
    double[] unknown = new double[POINTS];
    Arrays.fill(unknown, Double.NaN);
    Arrays.fill(rates, rate);
    for (int t = 0; t < POINTS; t++) {
      step[t] = 25.0 * t;
      losses[t] = t == 0 ? 10 : loss.applyAsDouble(step[t]);
    }
    return new Run(
        "sweep",
        "lr" + rate,
        null,
        Map.of(),
        RunStatus.COMPLETED,
        step[POINTS - 1],
        new Trajectory(step, rates, unknown, losses));
  }

  /** A stuck network does not fluctuate; one that trains does. */
  private static double noise(double step) {
    return 0.01 * Math.sin(17 * step);
  }

  /** Constant rates over five decades: the small ones learn, the large ones sit at 7. */
  private static Sweep sweep(boolean anyLearns) {
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      double rate = 1e-4 * Math.pow(2, i);
      runs.add(
          run(
              rate,
              i < 11 && anyLearns
                  ? step -> 1 + 9 * Math.exp(-10 * Math.sqrt(rate * step / 100) + noise(step))
                  : step -> 7));
    }
    return new Sweep(
        new GroupKey("made", "up", "sgd"), Objective.minimize("validation_loss"), runs);
  }

  private static WideSweepRow measured(Sweep sweep) {
    return new WideSweepBench(new EnsembleTrainer(FitConfig.standard(1), Set.of(Correction.CURVES)))
        .measure(sweep);
  }

  @Test
  void judgesForecastsOverTheRunsThatLearned() {
    WideSweepRow row = measured(sweep(true));
    assertThat(row.runs()).containsEntry("learns", 11).containsEntry("stuck at a plateau", 5);
    assertThat(row.chosenR2()).isGreaterThan(row.r2().get("best-run"));
    assertThat(row.r2()).containsKeys("modal", "nearest-run", "best-run", "modal+curves");
    assertThat(row.worstOutside()).isBetween(0.0, 6.0);
    assertThat(row.verdict()).isIn("better", "no-better");
    assertThat(WideSweepBench.lines(List.of(row)))
        .anyMatch(line -> line.contains("11 learns, 5 stuck at a plateau"))
        .last()
        .asString()
        .startsWith("1 of 1 groups measured: held-out R2 of what is chosen, median 0.");
  }

  @Test
  void saysThatNothingLearns() {
    WideSweepRow row = measured(sweep(false));
    assertThat(row.chosenR2()).isNaN();
    assertThat(row.verdict()).isEqualTo("nothing-learns");
    assertThat(WideSweepBench.lines(List.of(row)))
        .last()
        .asString()
        .contains("no run of this sweep");
  }
}
