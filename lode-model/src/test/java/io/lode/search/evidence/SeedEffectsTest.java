package io.lode.search.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.SweepOutcomes;
import io.lode.search.EvidenceConfig;
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
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeedEffectsTest {

  private static final int STEPS = 60;

  private final List<Run> runs = new ArrayList<>();

  /** A run at a constant rate, whose log loss is flat. */
  private void run(int schedule, String seed, double logLoss) {
    double[] step = new double[STEPS];
    double[] rate = new double[STEPS];
    double[] loss = new double[STEPS];
    Arrays.setAll(step, t -> t + 1);
    Arrays.fill(rate, 0.001 * Math.pow(1.5, schedule));
    Arrays.fill(loss, Math.exp(logLoss));
    runs.add(
        new Run(
            "sweep",
            "run-" + runs.size(),
            seed,
            Map.of(),
            RunStatus.COMPLETED,
            STEPS,
            new Trajectory(step, rate, loss, loss)));
  }

  private SweepOutcomes outcomes() {
    return SweepOutcomes.of(
        new Sweep(
            new GroupKey("model", "dataset", "sgd"), Objective.minimize("validation_loss"), runs),
        STEPS);
  }

  private SeedEffects effects() {
    return new SeedEffects(outcomes(), EvidenceConfig.standard());
  }

  private static double difference(SeedEffects effects) {
    return effects.effect("1") - effects.effect("2");
  }

  @Test
  void schedulesThatAllDoBetterUnderOneSeedShowAnEasySeed() {
    Random random = new Random(3);
    for (int schedule = 0; schedule < 8; schedule++) {
      run(schedule, "1", 0.005 * schedule + 0.02 + 0.001 * random.nextGaussian());
      run(schedule, "2", 0.005 * schedule - 0.02 + 0.001 * random.nextGaussian());
    }
    SeedEffects effects = effects();
    assertThat(effects.share()).isGreaterThan(0.8);
    assertThat(difference(effects)).isCloseTo(0.04, within(0.001));
    List<EvaluatedRun> level = effects.takenOff().runs();
    for (int schedule = 0; schedule < 8; schedule++) {
      assertThat(level.get(2 * schedule).outcome())
          .isCloseTo(level.get(2 * schedule + 1).outcome(), within(0.005));
    }
  }

  @Test
  void seedsThatDifferByLuckOfSingleRunsAreHardlyCorrected() {
    double[] luck = {0.02, -0.02, 0.015, -0.015, 0.01, -0.012};
    for (int schedule = 0; schedule < luck.length; schedule++) {
      run(schedule, "1", luck[schedule]);
      run(schedule, "2", -luck[schedule]);
    }
    SeedEffects effects = effects();
    assertThat(effects.share()).isLessThan(0.25);
    assertThat(Math.abs(difference(effects))).isLessThan(0.001);
    assertThat(effects.inWords()).isEmpty();
  }

  /**
   * Two seeds under every schedule: the differences d of a pair have covariance v (2 (1 - r) I + 2
   * r 1 1'), and the effect of the seeds is the mean difference times k r / (1 - r + k r).
   */
  @Test
  void balancedPairsFollowTheClosedForm() {
    double[] differences = {0.012, 0.03, -0.006, 0.021};
    for (int schedule = 0; schedule < differences.length; schedule++) {
      run(schedule, "1", 0.02 * schedule + differences[schedule]);
      run(schedule, "2", 0.02 * schedule);
    }
    int k = differences.length;
    double mean = Arrays.stream(differences).average().orElseThrow();
    double around = Arrays.stream(differences).map(d -> (d - mean) * (d - mean)).sum();
    double weights = 0;
    double expected = 0;
    for (double r = 0; r < 0.96; r += 0.05) {
      double own = 1 - r;
      double shared = own + k * r;
      double squares = (around / own + k * mean * mean / shared) / 2;
      double weight =
          Math.pow(1 - r, 2)
              / Math.sqrt(Math.pow(own, k - 1) * shared)
              / Math.pow(squares, 0.5 * k);
      weights += weight;
      expected += weight * mean * k * r / shared;
    }
    assertThat(difference(effects())).isCloseTo(expected / weights, within(1e-9));
  }

  @Test
  void effectsAreDifferencesFromTheMeanRunOfTheSweep() {
    for (int schedule = 0; schedule < 3; schedule++) {
      run(schedule, "1", 0.02);
      run(schedule, "2", 0.001 * schedule);
    }
    run(3, "1", 0.02);
    SeedEffects effects = effects();
    assertThat(4 * effects.effect("1") + 3 * effects.effect("2")).isCloseTo(0, within(1e-12));
  }

  @Test
  void runsOfUnknownSeedsStayAndAreLessSure() {
    for (int schedule = 0; schedule < 4; schedule++) {
      run(schedule, "1", 0.02 + 0.0001 * schedule);
      run(schedule, "2", 0.0002 * schedule);
    }
    run(4, null, 0.05);
    run(5, "7", 0.06);
    SweepOutcomes level = effects().takenOff();
    for (int i = 8; i < 10; i++) {
      assertThat(level.runs().get(i).outcome()).isEqualTo(outcomes().runs().get(i).outcome());
      assertThat(level.runs().get(i).deviation()).isGreaterThan(level.runs().get(0).deviation());
    }
  }

  @Test
  void oneRepeatedScheduleTellsNothingOfSeeds() {
    run(0, "1", 0.02);
    run(0, "2", 0);
    run(1, "1", 0.05);
    SweepOutcomes outcomes = outcomes();
    assertThat(new SeedEffects(outcomes, EvidenceConfig.standard()).takenOff()).isSameAs(outcomes);
  }

  @Test
  void repeatsUnderSeedsThatNoOtherScheduleHadTellNothing() {
    for (int schedule = 0; schedule < 4; schedule++) {
      run(schedule, "a" + schedule, 0.02);
      run(schedule, "b" + schedule, 0);
    }
    SweepOutcomes outcomes = outcomes();
    assertThat(new SeedEffects(outcomes, EvidenceConfig.standard()).takenOff()).isSameAs(outcomes);
  }

  @Test
  void poorSchedulesTellNothingOfTheLuckOfGoodOnes() {
    run(0, "1", 0);
    run(1, "1", 0.01);
    for (int schedule = 2; schedule < 6; schedule++) {
      run(schedule, "1", 0.4);
      run(schedule, "2", 0.8);
    }
    SweepOutcomes outcomes = outcomes();
    assertThat(new SeedEffects(outcomes, EvidenceConfig.standard()).takenOff()).isSameAs(outcomes);
  }

  @Test
  void manyRepeatsTakeNoLong() {
    Random random = new Random(5);
    for (int schedule = 0; schedule < 40; schedule++) {
      for (int seed = 0; seed < 10; seed++) {
        run(schedule, "" + seed, 0.001 * schedule + 0.01 * random.nextGaussian());
      }
    }
    assertThat(effects().share()).isBetween(0.0, 0.3);
  }

  @Test
  void whatWasTakenOffIsSaidWhereItMatters() {
    for (int schedule = 0; schedule < 4; schedule++) {
      run(schedule, "1", 0.02 + 0.001 * schedule);
      run(schedule, "2", 0.0011 * schedule);
    }
    assertThat(effects().inWords().orElseThrow())
        .matches(
            "runs under one seed share \\d+% of their luck, as 8 repeats show; outcomes are compared"
                + " with the luck of the seeds taken off, up to 1\\.5% of the objective");
  }
}
