package io.lode.model.modal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Objective;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.Trajectory;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ModalTailTest {

  private static final int STEPS = 10_000;
  private static final ModalTail TAIL = new ModalTail(0.5, 0.05, 20, 0.1, 0.25);

  /** Loss at a constant rate: a floor and a power of the step. */
  private static double loss(double step, double exponent) {
    return 3 + 0.3 * Math.pow(step / STEPS, -exponent);
  }

  private static Sweep constantRun(double exponent) {
    int count = 100;
    double[] step = new double[count];
    double[] rate = new double[count];
    double[] value = new double[count];
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < count; i++) {
      step[i] = STEPS * (i + 1) / (double) count;
      rate[i] = 1e-3;
      value[i] = loss(step[i], exponent) + 0.001 * random.nextGaussian();
    }
    return new Sweep(
        new GroupKey("m", "d", "sgd"),
        Objective.minimize("validation_loss"),
        List.of(
            new Run(
                "e",
                "r",
                null,
                Map.of(),
                RunStatus.COMPLETED,
                STEPS,
                new Trajectory(step, rate, new double[count], value))));
  }

  private static ModalTrainer trainer() {
    ModalConfig standard = ModalConfig.standard(1);
    return new ModalTrainer(
        standard
            .with(standard.effort().ofMembers(1))
            .with(standard.grid().reaching(0.03, 30))
            .with(standard.prior().with(0.9, 0.05, 5e-4)));
  }

  private static double forecast(ModalTrainer trainer, Sweep sweep, double step) {
    return Math.exp(
        trainer.fit(sweep).forecast(sweep.runs().get(0).schedule(), new double[] {step}).mean()[0]);
  }

  @Test
  void aConstantRateGoesOnAsAPowerOfTheStep() {
    Sweep sweep = constantRun(0.5);
    double later = 8 * STEPS;
    double expecting =
        Math.abs(forecast(trainer().expecting(TAIL), sweep, later) - loss(later, 0.5));
    double without = Math.abs(forecast(trainer(), sweep, later) - loss(later, 0.5));
    assertThat(expecting).isLessThan(0.01);
    assertThat(expecting).isLessThan(0.7 * without);
  }

  @Test
  void slowDecayingModesAreExpectedToFollowThePower() {
    ModalPrior prior = TAIL.ofDecaying(prior(), setting());
    double[] rates = setting().basis().rates();
    for (int i = 0; i + 1 < rates.length; i++) {
      double slope =
          (prior.mean()[2 + i] - prior.mean()[1 + i]) / Math.log(rates[i + 1] / rates[i]);
      if (rates[i] <= 20) {
        assertThat(slope).isCloseTo(0.5, within(0.01));
      } else if (i > 0 && rates[i - 1] > 20) {
        assertThat(prior.precision()[1 + i])
            .as("fast modes are left to the runs")
            .containsExactly(prior().precision()[1 + i]);
      }
    }
  }

  @Test
  void allDrivenModesAreExpectedToFollowTheirs() {
    ModalPrior prior = TAIL.ofDriven(prior(), setting());
    double[] rates = setting().basis().rates();
    for (int i = 0; i + 1 < rates.length; i++) {
      int first = 1 + rates.length + i;
      assertThat(prior.mean()[first + 1] - prior.mean()[first])
          .isCloseTo(0.1 * Math.log(rates[i + 1] / rates[i]), within(0.01));
    }
  }

  @Test
  void whatIsExpectedOfTheOtherUnknownsStays() {
    ModalPrior prior = TAIL.ofDecaying(prior(), setting());
    int modes = setting().basis().modes();
    assertThat(prior.mean()[0]).isCloseTo(prior().mean()[0], within(1e-9));
    for (int i = 1 + modes; i < prior.mean().length; i++) {
      assertThat(prior.mean()[i]).isCloseTo(prior().mean()[i], within(1e-6));
      assertThat(prior.precision()[i]).containsExactly(prior().precision()[i]);
    }
  }

  @Test
  void refusesValuesOutOfRange() {
    assertThatThrownBy(() -> new ModalTail(0.5, 0, 20, 0.1, 0.25))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tail-width must be over 0, found 0");
    assertThatThrownBy(() -> new ModalTail(-1, 0.05, 20, 0.1, 0.25))
        .hasMessage("tail-exponent must be at least 0, found -1");
    assertThatThrownBy(() -> new ModalTail(0.5, 0.05, 20, Double.NaN, 0.25))
        .hasMessage("driven-slope must be finite, found NaN");
  }

  /** Without a norm of the weights: it stays at 1. */
  private static ModalSetting setting() {
    double[] rates = new double[20];
    for (int i = 0; i < rates.length; i++) {
      rates[i] = 0.1 * Math.pow(1e4, i / 19.0);
    }
    return new ModalSetting(
        constantRun(0.5),
        new ModalBasis(rates, 1e-3, STEPS),
        3.3,
        1e-3,
        new WeightNormPrior(-60, 1, -60, 1));
  }

  private static ModalPrior prior() {
    return ModalPrior.of(
        setting().basis(), 3.3, 0.9, ModalPriorConfig.standard(), setting().weightNorm());
  }
}
