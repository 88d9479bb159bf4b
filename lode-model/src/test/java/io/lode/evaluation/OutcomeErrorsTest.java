package io.lode.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomeErrorsTest {

  private static HeldOutOutcome outcome(double behind, double error, double repeatedError) {
    return new HeldOutOutcome(behind, behind, behind + error, behind - repeatedError, 0, 1, 0);
  }

  @Test
  void comparesMedianErrorsOfRunsWithinReach() {
    List<HeldOutOutcome> outcomes =
        new ArrayList<>(
            List.of(
                outcome(0, 0.01, 0.04),
                outcome(0.1, -0.02, 0.05),
                outcome(0.2, 0.03, 0.06),
                outcome(0.3, 0.9, 0.07)));
    OutcomeErrors errors = OutcomeErrors.of(outcomes, 0.7).orElseThrow();
    // One run that is off by far does not decide.
    assertThat(errors.forecast()).isCloseTo(0.025, within(1e-12));
    assertThat(errors.repeated()).isCloseTo(0.055, within(1e-12));
    assertThat(errors.runs()).isEqualTo(4);
    outcomes.add(outcome(0.8, 5, 0));
    assertThat(OutcomeErrors.of(outcomes, 0.7)).contains(errors);
  }

  @Test
  void saysNothingOfFewerThanFourRuns() {
    List<HeldOutOutcome> outcomes =
        List.of(
            outcome(0, 0.01, 0.04),
            outcome(0.1, 0.02, 0.05),
            outcome(0.2, 0.03, 0.06),
            outcome(0.8, 0.03, 0.06));
    assertThat(OutcomeErrors.of(outcomes, 0.7)).isEmpty();
  }
}
