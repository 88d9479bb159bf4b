package io.lode.search.replan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lode.schedule.LogLinearKnots;
import io.lode.schedule.PiecewiseLogLinear;
import org.junit.jupiter.api.Test;

class RevisedRestTest {

  private static final PiecewiseLogLinear IN_FORCE =
      new PiecewiseLogLinear(new double[] {0, 100, 700, 1000}, new double[] {0.01, 0.5, 0.5, 0.01});
  private static final double INFINITE = Double.MAX_VALUE;

  private static RevisedRest shifted(double shift, double smallest, double held, double raised) {
    return new RevisedRest(
        IN_FORCE,
        300,
        20,
        1000,
        new double[] {shift, shift},
        smallest,
        RestRegion.constant(held),
        raised);
  }

  @Test
  void thePastIsTheScheduleInForce() {
    RevisedRest rest = shifted(0.4, 0, INFINITE, INFINITE);
    PiecewiseLogLinear knots = rest.knots(IN_FORCE);
    for (int step = 0; step <= 300; step++) {
      assertThat(rest.learningRate(step)).isEqualTo(IN_FORCE.learningRate(step));
      assertThat(knots.learningRate(step) / IN_FORCE.learningRate(step))
          .isCloseTo(1, within(1e-12));
    }
  }

  @Test
  void theChangeFadesInWithoutAJump() {
    RevisedRest rest = shifted(0.4, 0, INFINITE, INFINITE);
    PiecewiseLogLinear knots = rest.knots(IN_FORCE);
    for (int step = 300; step < 1000; step++) {
      double change = Math.log(rest.learningRate(step + 1) / rest.learningRate(step));
      double own = Math.log(IN_FORCE.learningRate(step + 1) / IN_FORCE.learningRate(step));
      assertThat(change - own).isBetween(-1e-9, 0.4 / 20 + 1e-9);
      assertThat(Math.log(knots.learningRate(step) / rest.learningRate(step)))
          .isCloseTo(0, within(2 * LogLinearKnots.TOLERANCE));
    }
    assertThat(Math.log(rest.learningRate(320) / IN_FORCE.learningRate(320)))
        .isCloseTo(0.4, within(1e-9));
  }

  @Test
  void aRaiseEndsAtItsLimitAndALoweringAtTheSmallestRate() {
    RevisedRest raised = shifted(0.4, 0.02, INFINITE, 0.55);
    assertThat(raised.learningRate(500)).isCloseTo(0.55, within(1e-12));
    RevisedRest lowered = shifted(-0.4, 0.4, INFINITE, INFINITE);
    assertThat(lowered.learningRate(500)).isCloseTo(0.4, within(1e-12));
    // What is in force is not moved by a limit of a change.
    RevisedRest below = shifted(0.4, 0.02, INFINITE, 0.3);
    assertThat(below.learningRate(500)).isEqualTo(0.5);
    assertThat(below.changes()).isTrue();
    assertThat(shifted(0, 0.7, INFINITE, 0.3).changes()).isFalse();
  }

  @Test
  void whatIsInForceIsHeldBelowItsLimit() {
    RevisedRest held = shifted(0, 0, 0.2, 0.2);
    assertThat(held.changes()).isTrue();
    assertThat(held.learningRate(320)).isCloseTo(0.2, within(1e-12));
    assertThat(held.learningRate(310)).isCloseTo(Math.sqrt(0.5 * 0.2), within(1e-12));
    assertThat(held.learningRate(990)).isEqualTo(IN_FORCE.learningRate(990));
  }

  @Test
  void aLimitThatComesBackIsWrittenExactlySoThatItIsNoChangeTheNextTime() {
    PiecewiseLogLinear limit =
        new PiecewiseLogLinear(new double[] {307.3, 361.9}, new double[] {0.02, 0.2});
    RevisedRest lowered = new RevisedRest(IN_FORCE, 300, 7.3, 1000, new double[2], 0, limit, 0);
    PiecewiseLogLinear knots = lowered.knots(IN_FORCE);
    for (int step = 300; step <= 1000; step++) {
      assertThat(Math.log(knots.learningRate(step) / lowered.learningRate(step)))
          .isCloseTo(0, within(2 * LogLinearKnots.TOLERANCE));
    }
    for (double next : new double[] {308, 320, 400}) {
      RevisedRest again = new RevisedRest(knots, next, 7.3, 1000, new double[2], 0, limit, 0);
      assertThat(again.changes()).isFalse();
    }
  }
}
