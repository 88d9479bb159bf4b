package io.lode.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lode.schedule.LoggedSchedule;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A run, what it logged, and the sweep of several. */
class RunTest {

  private static final double[] STEPS = {10, 20, 30};
  private static final double[] RATES = {0.1, 0.2, 0};

  private static Trajectory trajectory(double[] objective) {
    return new Trajectory(STEPS, RATES, new double[3], objective);
  }

  private static Run run(String name, double total) {
    return new Run(
        "a", name, null, Map.of(), RunStatus.COMPLETED, total, trajectory(new double[3]));
  }

  private static Sweep sweep(double... totals) {
    List<Run> runs =
        IntStream.range(0, totals.length)
            .mapToObj(i -> run("run" + (totals.length - i), totals[i]))
            .toList();
    return new Sweep(new GroupKey("m", "d", "o"), Objective.minimize("loss"), runs);
  }

  @Test
  void itsScheduleIsWhatItLogged() {
    assertThat(run("one", 30).schedule()).isEqualTo(new LoggedSchedule(STEPS, RATES));
  }

  @Test
  void itsTotalIsAtLeastItsLastStep() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run("one", 29))
        .withMessage(
            "run one: total steps must be positive and at least the last logged step 30.0, found"
                + " 29.0");
  }

  @Test
  void aTrajectoryIsInOrderAndItsRatesAreNotNegative() {
    double[] two = new double[2];
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Trajectory(new double[] {5, 5}, two, two, two))
        .withMessage("steps must increase, found 5.0 after 5.0 at index 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Trajectory(new double[] {5, 6}, new double[] {1, -1}, two, two))
        .withMessage("learning rates must be finite and not negative, found -1.0 at step 6.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Trajectory(two, new double[1], two, two))
        .withMessageContaining("must have one length, found 2, 1, 2 and 2");
  }

  @Test
  void anObjectiveIsObservedOnlyWhereItsTransformIsFinite() {
    MetricTransform log = new MetricTransform.Log();
    assertThat(trajectory(new double[] {Double.NaN, 0, -1}).observes(log)).isFalse();
    assertThat(trajectory(new double[] {Double.NaN, 0, 1}).observes(log)).isTrue();
  }

  @Test
  void aSweepSortsItsRunsAndTakesTheCommonTotal() {
    Sweep sweep = sweep(100, 99, 50, 300);
    assertThat(sweep.runs()).extracting(Run::run).containsExactly("run1", "run2", "run3", "run4");
    assertThat(sweep.totalSteps()).isEqualTo(100);
    assertThat(sweep(50, 300).totalSteps()).isEqualTo(300);
  }
}
