package io.lode.hyperparameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lode.hyperparameter.EffectRules.Clock;
import io.lode.schedule.PiecewiseLogLinear;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.Trajectory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ConversionTest {

  private static final Map<String, String> SMALL = Map.of("batch_size", "32");
  private static final Map<String, String> LARGE = Map.of("batch_size", "128");

  private static Conversion conversion(Clock clock, double exponent) {
    return new Conversion(
        new EffectRules(clock, exponent, new TreeMap<>(), new TreeSet<>()),
        Optional.of(new StepSize(List.of("batch_size"), StepSize.Unit.EXAMPLES, Set.of())));
  }

  private static Run run(RunStatus status) {
    double[] loss = {3, 2};
    return new Run(
        "s",
        "r",
        null,
        LARGE,
        status,
        30,
        new Trajectory(new double[] {10, 30}, new double[] {0.8, 0.4}, loss, loss));
  }

  @Test
  void aLargeBatchIsMoreStepsOfASmallOneAtALowerRate() {
    Conversion plain = conversion(Clock.EXAMPLES, 1);
    Run converted = plain.run(run(RunStatus.COMPLETED), SMALL);
    assertThat(converted.totalSteps()).isEqualTo(120);
    assertThat(converted.trajectory().step()).containsExactly(40, 120);
    assertThat(converted.trajectory().learningRate()).containsExactly(0.2, 0.1);
    assertThat(converted.hyperparameters()).isEqualTo(LARGE);
    assertThat(conversion(Clock.EXAMPLES, 0.5).rate(LARGE, SMALL)).isCloseTo(0.5, within(1e-12));
    assertThat(conversion(Clock.STEPS, 0).active()).isFalse();
  }

  @Test
  void thereAndBackIsTheSame() {
    Conversion plain = conversion(Clock.EXAMPLES, 1);
    PiecewiseLogLinear schedule =
        new PiecewiseLogLinear(new double[] {0, 30}, new double[] {0.8, 0.01});
    PiecewiseLogLinear back = plain.knots(plain.knots(schedule, LARGE, SMALL), SMALL, LARGE);
    assertThat(back.step()).containsExactly(0, 30);
    assertThat(back.learningRate()[0]).isCloseTo(0.8, within(1e-12));
    assertThat(plain.schedule(schedule, LARGE, SMALL).learningRate(60))
        .isCloseTo(0.25 * schedule.learningRate(15), within(1e-12));
  }

  @Test
  void aRunThatDivergedDoesNotConvert() {
    Sweep sweep =
        new Sweep(
            new VariedRuns().run(0.1, 0, SMALL).sweep().group(),
            new VariedRuns().sweep().objective(),
            List.of(run(RunStatus.DIVERGED)));
    assertThat(conversion(Clock.EXAMPLES, 1).sweep(sweep, SMALL).runs()).isEmpty();
    assertThat(conversion(Clock.EXAMPLES, 1).sweep(sweep, LARGE).runs()).hasSize(1);
    assertThat(conversion(Clock.EXAMPLES, 0).sweep(sweep, SMALL).runs()).hasSize(1);
  }

  @Test
  void namesTheRunsOfAsLargeSteps() {
    Sweep sweep = new VariedRuns().run(0.1, 0, SMALL).run(0.2, 0, LARGE).run(0.3, 0, LARGE).sweep();
    Conversion plain = conversion(Clock.EXAMPLES, 1);
    assertThat(plain.withSteps(sweep, LARGE).runs()).hasSize(2);
    assertThat(plain.withSteps(sweep, Map.of("batch_size", "7")).runs()).hasSize(3);
    assertThat(plain.ofSteps()).containsExactly("batch_size");
  }
}
