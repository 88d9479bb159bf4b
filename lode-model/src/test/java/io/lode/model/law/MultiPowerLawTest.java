package io.lode.model.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lode.evaluation.Sweeps;
import io.lode.forecast.Forecast;
import io.lode.forecast.Outcomes;
import io.lode.schedule.ParametricSchedules;
import io.lode.schedule.Schedule;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Sweep;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MultiPowerLawTest {

  private static LawConfig config(int members, long seed) {
    return LawConfig.standard(seed).with(members, seed);
  }

  private static final double TOTAL = Sweeps.TOTAL;
  private static final LawParameters TRUTH =
      new LawParameters(2.4, 0.3, 0.5, 0.25, 300, 0.6, 0.6, 0.5);
  private static final LawUnits UNITS = new LawUnits(0.1, TOTAL, 5);

  private static final Schedule CONSTANT = ParametricSchedules.constant(0.1);
  private static final Schedule COSINE = ParametricSchedules.cosine(0.1, 0.01, TOTAL);
  private static final Schedule LOWER = ParametricSchedules.constant(0.04);
  private static final Schedule STEP = step -> step < 600 ? 0.1 : 0.02;
  private static final Schedule DECAY = ParametricSchedules.stableDecay(0.1, 0.005, 0.3, TOTAL);
  private static final Schedule LINEAR = ParametricSchedules.linear(0.08, 0.001, TOTAL);

  private static double[] truth(Schedule schedule, double[] steps) {
    return LawCurve.logLoss(TRUTH, RateChanges.of(UNITS, schedule, steps));
  }

  private static Run run(String name, Schedule schedule, int points) {
    double[] steps = Arrays.copyOf(Sweeps.steps(100), points);
    SplittableRandom random = new SplittableRandom(name.hashCode());
    double[] losses =
        Arrays.stream(truth(schedule, steps))
            .map(value -> Math.exp(value + 0.001 * random.nextGaussian()))
            .toArray();
    return Sweeps.run(
        name, points < 100 ? RunStatus.STOPPED : RunStatus.COMPLETED, schedule, steps, losses);
  }

  private static Sweep sixRuns() {
    return Sweeps.losses(
        run("constant", CONSTANT, 100),
        run("cosine", COSINE, 100),
        run("lower", LOWER, 100),
        run("step", STEP, 100),
        run("half-constant", CONSTANT, 50),
        run("half-lower", LOWER, 50));
  }

  private static double worstError(MultiPowerLaw law, Schedule schedule) {
    double[] steps = Sweeps.steps(20);
    double[] predicted = law.forecast(schedule, steps).mean();
    double[] actual = truth(schedule, steps);
    double worst = 0;
    for (int t = 0; t < steps.length; t++) {
      worst = Math.max(worst, Math.abs(predicted[t] - actual[t]));
    }
    return worst;
  }

  @Test
  void predictsOtherSchedulesOfAWorldThatFollowsTheLaw() {
    MultiPowerLaw law = MultiPowerLaw.fit(sixRuns(), config(1, 1));

    assertThat(worstError(law, DECAY)).isLessThan(0.003);
    assertThat(worstError(law, LINEAR)).isLessThan(0.003);
  }

  @Test
  void fitsTwoRunsOfWhichOneWasCut() {
    MultiPowerLaw law =
        MultiPowerLaw.fit(
            Sweeps.losses(run("step", STEP, 100), run("half-lower", LOWER, 50)), config(8, 1));

    assertThat(law.members()).hasSize(1);
    assertThat(worstError(law, DECAY)).isLessThan(0.02);
  }

  @Test
  void keepsWhatADivergedRunLoggedBefore() {
    double[] steps = Sweeps.steps(100);
    double[] losses = Arrays.stream(truth(CONSTANT, steps)).map(Math::exp).toArray();
    Arrays.fill(losses, 60, 100, Double.NaN);
    Run diverged = Sweeps.run("diverged", RunStatus.DIVERGED, CONSTANT, steps, losses);

    MultiPowerLaw law =
        MultiPowerLaw.fit(
            Sweeps.losses(diverged, run("cosine", COSINE, 100), run("step", STEP, 100)),
            config(1, 1));

    assertThat(worstError(law, DECAY)).isLessThan(0.01);
  }

  @Test
  void describesTheErrorRateOfAnAccuracy() {
    double[] steps = Sweeps.steps(100);
    Run[] runs =
        List.of(CONSTANT, COSINE, STEP, LOWER).stream()
            .map(
                schedule ->
                    Sweeps.run(
                        "run" + schedule.learningRate(700),
                        RunStatus.COMPLETED,
                        schedule,
                        steps,
                        Arrays.stream(truth(schedule, steps))
                            .map(value -> 1 - 0.1 * Math.exp(value))
                            .toArray()))
            .toArray(Run[]::new);

    MultiPowerLaw law = MultiPowerLaw.fit(Sweeps.accuracies(runs), config(1, 1));

    double predicted = law.forecast(DECAY, new double[] {TOTAL}).mean()[0];
    double actual = Math.log(0.1) + truth(DECAY, new double[] {TOTAL})[0];
    assertThat(predicted).isCloseTo(actual, within(0.003));
  }

  @Test
  void resamplesRunsIntoMembersThatSpread() {
    MultiPowerLaw law = MultiPowerLaw.fit(sixRuns(), config(4, 7));

    Forecast forecast = law.forecast(LINEAR, new double[] {500, TOTAL});
    Outcomes outcomes = law.outcomes(List.of(LINEAR, COSINE), TOTAL);

    assertThat(law.members()).hasSize(4);
    assertThat(outcomes.members()).hasDimensions(4, 2);
    assertThat(outcomes.standardDeviation(0)).isGreaterThan(law.residualStandardDeviation());
    assertThat(forecast.standardDeviation()[1]).isGreaterThan(law.residualStandardDeviation());
    assertThat(outcomes.mean(0))
        .isCloseTo(
            Arrays.stream(law.forecast(LINEAR, Outcomes.steps(TOTAL)).mean())
                .average()
                .orElseThrow(),
            within(1e-12));
  }

  @Test
  void givesTheSameFitForTheSameSweepAndSeed() {
    assertThat(MultiPowerLaw.fit(sixRuns(), config(3, 7)))
        .isEqualTo(MultiPowerLaw.fit(sixRuns(), config(3, 7)));
    assertThat(MultiPowerLaw.fit(sixRuns(), config(3, 7)).members().get(1))
        .isNotEqualTo(MultiPowerLaw.fit(sixRuns(), config(3, 8)).members().get(1));
  }

  @Test
  void refusesASweepWithoutObservations() {
    Run empty = Sweeps.run("empty", CONSTANT, step -> Double.NaN);

    assertThatThrownBy(() -> MultiPowerLaw.fit(Sweeps.losses(empty), config(1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no run with a finite validation_loss after step 20.0");
  }

  @Test
  void refusesStepsThatDoNotIncrease() {
    MultiPowerLaw law = new MultiPowerLaw(UNITS, List.of(TRUTH), 0);

    assertThatThrownBy(() -> law.forecast(CONSTANT, new double[] {10, 20, 20}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("steps must increase from at least 0, found 20.0 at index 2");
  }
}
