package io.lode.search.propose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lode.forecast.Continuation;
import io.lode.forecast.ContinuationSampler;
import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.Outcomes;
import io.lode.forecast.SweepOutcomes;
import io.lode.search.ContinuationConfig;
import io.lode.search.propose.ContinuationPlanner.Accepted;
import io.lode.search.propose.ContinuationPlanner.Current;
import io.lode.search.propose.ContinuationPlanner.Plan;
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
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Every defect of the published scheduler is a test here. */
class ContinuationPlannerTest {

  private static final int INTERVALS = Outcomes.INTERVALS;
  private static final double TOTAL = 600;
  private static final double NOISE = 0.01;
  private static final double RATE = 0.1;
  private static final int AT = 30;
  private static final int REST = INTERVALS - AT;

  /** Loss falls from 1 to 0.5 in equal ratios; the rate is constant. */
  private static EvaluatedRun run() {
    return sweep().runs().get(0);
  }

  private static SweepOutcomes sweep() {
    double[] step = new double[INTERVALS];
    double[] rate = new double[INTERVALS];
    double[] loss = new double[INTERVALS];
    for (int i = 0; i < INTERVALS; i++) {
      step[i] = 10.0 * (i + 1);
      rate[i] = RATE;
      loss[i] = Math.pow(0.5, (i + 1.0) / INTERVALS);
    }
    Run run =
        new Run(
            "s",
            "one",
            null,
            Map.of(),
            RunStatus.COMPLETED,
            TOTAL,
            new Trajectory(step, rate, loss, loss.clone()));
    return SweepOutcomes.of(
        new Sweep(new GroupKey("m", "d", "o"), Objective.minimize("validation_loss"), List.of(run)),
        TOTAL);
  }

  private static ContinuationPlanner planner(ContinuationSampler sampler) {
    return new ContinuationPlanner(sampler, sweep(), NOISE, ContinuationConfig.standard());
  }

  /** A continuation with constant values, of the length that the planner asks for. */
  private static Continuation constant(double loss, double logRate, double objective, int length) {
    return new Continuation(
        filled(loss, length), filled(logRate, length), filled(objective, length));
  }

  private static double[] filled(double value, int length) {
    double[] values = new double[length];
    Arrays.fill(values, value);
    return values;
  }

  private static double currentLoss() {
    return planner(null).current(run().run(), 240, 300).orElseThrow().mean();
  }

  @Test
  void drawsFreshNoiseAtEveryCallAndUsesEverySample() {
    List<Integer> asked = new ArrayList<>();
    List<Long> noise = new ArrayList<>();
    ContinuationSampler sampler =
        (run, from, to, steps, samples, deviation, random) -> {
          asked.add(samples);
          noise.add(random.nextLong());
          assertThat(deviation).isEqualTo(0.15);
          List<Continuation> drawn = new ArrayList<>();
          for (int i = 0; i < samples; i++) {
            // Only the last sample passes through the current loss.
            double off = i == samples - 1 ? 0 : 5;
            drawn.add(constant(currentLoss() + off, Math.log(RATE), -1, steps.length));
          }
          return drawn;
        };
    SplittableRandom random = new SplittableRandom(1);
    ContinuationPlanner planner = planner(sampler);
    assertThat(planner.plan(run(), AT, random)).isPresent();
    assertThat(planner.plan(run(), AT, random)).isPresent();
    assertThat(asked).containsExactly(50, 50);
    assertThat(noise.get(0)).isNotEqualTo(noise.get(1));
  }

  @Test
  void acceptsByTheDistanceToTheCurrentLossOnEitherSide() {
    Current current = new Current(-3, 0.1);
    int length = REST + 1;
    // |prediction| - mean would accept all of these, their mean being negative or small.
    assertThat(ContinuationPlanner.accepted(constant(-3.2, 0, 0, length), current, REST)).isEmpty();
    assertThat(ContinuationPlanner.accepted(constant(-2.8, 0, 0, length), current, REST)).isEmpty();
    assertThat(ContinuationPlanner.accepted(constant(3, 0, 0, length), current, REST)).isEmpty();
    assertThat(ContinuationPlanner.accepted(constant(-3.05, 0, 0, length), current, REST))
        .isPresent();
    assertThat(ContinuationPlanner.accepted(constant(-2.95, 0, 0, length), current, REST))
        .isPresent();
  }

  @Test
  void toleranceComesFromTheWholeWindowAndIsNeverZero() {
    ContinuationPlanner planner = planner(null);
    Current wide = planner.current(run().run(), 200, 300).orElseThrow();
    // Ten equally spaced log losses.
    double spacing = Math.log(2) / INTERVALS;
    assertThat(wide.tolerance()).isEqualTo(2 * spacing * Math.sqrt(110.0 / 12), within(1e-12));
    Current onePoint = planner.current(run().run(), 290, 300).orElseThrow();
    assertThat(onePoint.tolerance()).isEqualTo(2 * NOISE, within(1e-15));
    assertThat(planner.current(run().run(), 291, 299)).isEmpty();
  }

  @Test
  void goesOnFromTheNearestLossSoThatRatesMayDecay() {
    int length = REST + 4;
    double[] loss = filled(9, length);
    double[] logRate = new double[length];
    for (int t = 0; t < length; t++) {
      logRate[t] = -t;
    }
    loss[0] = 1.08;
    loss[2] = 1.01;
    // The published code would take time 0, with the largest rate among those within tolerance.
    Accepted accepted =
        ContinuationPlanner.accepted(
                new Continuation(loss, logRate, new double[length]), new Current(1, 0.1), REST)
            .orElseThrow();
    assertThat(accepted.logLearningRate()[0]).isEqualTo(-2);
    assertThat(accepted.logLearningRate()).hasSize(REST + 1);
  }

  @Test
  void readsTheObjectiveAtTheHorizonAndNeverBeyondWhatWasDrawn() {
    int length = REST + 3;
    double[] objective = new double[length];
    for (int t = 0; t < length; t++) {
      objective[t] = t;
    }
    double[] loss = filled(9, length);
    loss[1] = 1;
    Accepted accepted =
        ContinuationPlanner.accepted(
                new Continuation(loss, new double[length], objective), new Current(1, 0.1), REST)
            .orElseThrow();
    assertThat(accepted.objective()).isEqualTo(1 + REST - 1, within(1e-12));
    double[] late = filled(9, length);
    late[3] = 1;
    assertThat(
            ContinuationPlanner.accepted(
                new Continuation(late, new double[length], objective), new Current(1, 0.1), REST))
        .isEmpty();
  }

  @Test
  void averagesTheThreeSmallestObjectivesOfTheirOwnRows() {
    double[] objectives = {-1, -9, Double.NaN, -5, 3, -7, Double.NEGATIVE_INFINITY};
    double[] logRates = {-2, -3, -8, -4, -2.5, -5, -9};
    boolean[] passes = {true, false, true, true, true, true, true};
    ContinuationSampler sampler =
        (run, from, to, steps, samples, deviation, random) -> {
          List<Continuation> drawn = new ArrayList<>();
          for (int i = 0; i < objectives.length; i++) {
            drawn.add(
                constant(passes[i] ? currentLoss() : 7, logRates[i], objectives[i], steps.length));
          }
          return drawn;
        };
    Plan plan = planner(sampler).plan(run(), AT, new SplittableRandom(1)).orElseThrow();
    // -9 does not pass through the current loss, NaN and infinity are never best: -7, -5 and -1.
    assertThat(plan.objective()).isEqualTo((-7 - 5 - 1) / 3.0, within(1e-12));
    double last = plan.logLearningRate()[INTERVALS - 1];
    assertThat(last).isEqualTo(Math.max(Math.log(sweep().bounds().minimum()), (-5 - 4 - 2) / 3.0));
  }

  @Test
  void staysWithinBoundsAndStartsFromTheRateInForce() {
    for (double logRate : new double[] {9, -99}) {
      ContinuationSampler sampler =
          (run, from, to, steps, samples, deviation, random) ->
              List.of(constant(currentLoss(), logRate, 0, steps.length));
      double[] rates =
          planner(sampler).plan(run(), AT, new SplittableRandom(1)).orElseThrow().logLearningRate();
      for (int i = 0; i < AT; i++) {
        assertThat(rates[i]).isEqualTo(Math.log(RATE), within(1e-9));
      }
      for (double rate : rates) {
        assertThat(Math.exp(rate))
            .isBetween(
                sweep().bounds().minimum() * (1 - 1e-9), sweep().bounds().maximum() * (1 + 1e-9));
      }
    }
    // Within bounds the rate leaves the one in force by a small part of the way a time.
    ContinuationSampler lower =
        (run, from, to, steps, samples, deviation, random) ->
            List.of(constant(currentLoss(), Math.log(RATE) - 1, 0, steps.length));
    ContinuationPlanner planner =
        new ContinuationPlanner(lower, widened(), NOISE, ContinuationConfig.standard());
    double[] rates =
        planner.plan(run(), AT, new SplittableRandom(1)).orElseThrow().logLearningRate();
    assertThat(rates[AT] - rates[AT - 1]).isBetween(-0.1, 0.0);
    assertThat(rates[AT + 6]).isEqualTo(Math.log(RATE) - 1, within(1e-9));
  }

  private static SweepOutcomes widened() {
    SweepOutcomes sweep = sweep();
    return new SweepOutcomes(
        sweep.sweep(),
        sweep.horizonStep(),
        sweep.runs(),
        new io.lode.schedule.ScheduleBounds(1e-4, 1));
  }

  @Test
  void keepsTheScheduleInForceWhereNoSampleIsAccepted() {
    ContinuationSampler sampler =
        (run, from, to, steps, samples, deviation, random) ->
            List.of(constant(currentLoss() + 1, 0, 0, steps.length));
    assertThat(planner(sampler).plan(run(), AT, new SplittableRandom(1))).isEmpty();
  }
}
