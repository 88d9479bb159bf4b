package io.lode.model.modal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lode.forecast.Outcomes;
import io.lode.forecast.RunPace;
import io.lode.forecast.RunSoFar;
import io.lode.schedule.ParametricSchedules;
import io.lode.schedule.Schedule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionedModalTest {

  private static final double STEPS = 1200;
  private static final ModalBasis BASIS = ModalBasis.of(ModalGridConfig.standard(), 1, 1, STEPS);
  private static final Schedule PAST = ParametricSchedules.cosine(0.5, 0.01, STEPS);

  private static ModalParameters member(double biasExponent) {
    double[] values = new double[1 + 2 * BASIS.modes() + ModalParameters.EXPONENTS];
    values[0] = Math.log(0.1);
    for (int i = 0; i < BASIS.modes(); i++) {
      values[1 + i] = Math.log(0.05);
      values[1 + BASIS.modes() + i] = Math.log(0.01);
    }
    values[values.length - 3] = biasExponent;
    values[values.length - 2] = 0.8;
    values[values.length - 1] = 1;
    return ModalParameters.withoutWeightNorm(values);
  }

  private static final ModalForecaster ENSEMBLE =
      new ModalForecaster(BASIS, List.of(member(1), member(0.9)));

  /** What the first member observes at another pace and offset, every 20 steps up to a step. */
  private static RunSoFar observed(double pace, double offset, double until) {
    double[] steps = new double[(int) (until / 20)];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = 20 * (i + 1);
    }
    ModalFeatures features =
        ModalFeatures.of(BASIS.paced(pace), member(1), ModalPath.of(PAST, steps, 20));
    double[] values = new double[steps.length];
    for (int t = 0; t < values.length; t++) {
      values[t] = Math.log(0.1 + Math.exp(offset) * features.driven()[t]);
    }
    return new RunSoFar(PAST, until, steps, values, new double[0], new double[0]);
  }

  @Test
  void withNothingOwnItIsTheEnsemble() {
    RunSoFar run = observed(1, 0, 480);
    ConditionedModal conditioned =
        new ConditionedModal(ENSEMBLE, run, new double[2], new double[2]);
    Schedule rest =
        step -> PAST.learningRate(step) * (step <= 480 ? 1 : Math.exp(0.001 * (480 - step)));

    Outcomes own = conditioned.outcomes(List.of(rest, PAST), STEPS);
    Outcomes ensemble = ENSEMBLE.outcomes(List.of(rest, PAST), STEPS);
    for (int m = 0; m < 2; m++) {
      for (int s = 0; s < 2; s++) {
        assertThat(own.members()[m][s]).isCloseTo(ensemble.members()[m][s], within(1e-9));
      }
    }
    double[] steps = {100, 500, 1200};
    double[] before = conditioned.forecast(rest, steps).mean();
    double[] whole = ENSEMBLE.forecast(rest, steps).mean();
    for (int t = 0; t < steps.length; t++) {
      assertThat(before[t]).isCloseTo(whole[t], within(1e-9));
    }
  }

  @Test
  void anotherPaceIsTheSameEnsembleOnOtherRates() {
    RunSoFar run = observed(1.3, 0.05, 480);
    double[] pace = {Math.log(1.3), Math.log(1.3)};
    ConditionedModal conditioned =
        new ConditionedModal(ENSEMBLE, run, pace, new double[] {0.05, 0.05});
    ModalForecaster faster = new ModalForecaster(BASIS.paced(1.3), ENSEMBLE.members());

    double own = conditioned.outcomes(List.of(PAST), STEPS).members()[0][0];
    double unscaled = faster.outcomes(List.of(PAST), STEPS).members()[0][0];
    double expected = Math.log(0.1 + Math.exp(0.05) * (Math.exp(unscaled) - 0.1));
    assertThat(own).isCloseTo(expected, within(1e-4));
  }

  private static PaceConfig settlingOver(double part) {
    PaceConfig usual = PaceConfig.standard();
    return new PaceConfig(
        usual.largestPace(),
        usual.paceWidth(),
        usual.paceOffsetWidth(),
        usual.paceSmallestNoise(),
        part,
        usual.paceOutlierScale(),
        usual.paceCorrelatedPoints(),
        usual.fewestPacePoints(),
        usual.fewestPaceRuns(),
        usual.paceParts());
  }

  @Test
  void findsThePaceAndOffsetThatMadeTheObservations() {
    for (double pace : new double[] {0.7, 1, 1.4}) {
      PaceFit fit = new PaceFit(BASIS, member(1), observed(pace, 0.03, 480), settlingOver(0));
      RunPace found = fit.pace(fit.count());
      assertThat(found.logPace()).as("pace %s", pace).isCloseTo(Math.log(pace), within(0.05));
      assertThat(found.standardError()).isLessThan(0.1);
      double offset = fit.offset(found.logPace(), fit.count());
      for (double residual : fit.residuals(found.logPace(), offset)) {
        assertThat(residual).isCloseTo(0, within(0.02));
      }
    }
  }

  @Test
  void whatComesEarlyCountsLess() {
    RunSoFar run = observed(1.4, 0.03, 480);
    double[] shifted = run.value().clone();
    for (int t = 0; t < 4; t++) {
      shifted[t] += 0.05;
    }
    RunSoFar disturbed = new RunSoFar(PAST, 480, run.step(), shifted, new double[0], new double[0]);
    PaceFit all = new PaceFit(BASIS, member(1), disturbed, settlingOver(0));
    PaceFit late = new PaceFit(BASIS, member(1), disturbed, settlingOver(0.1));
    double error = Math.abs(all.pace(all.count()).logPace() - Math.log(1.4));
    double found = late.pace(late.count()).logPace();
    assertThat(Math.abs(found - Math.log(1.4))).isLessThan(0.7 * error);
  }

  @Test
  void withoutObservationsAnyPaceOfTheGridIsAsLikely() {
    RunSoFar run =
        new RunSoFar(PAST, 5, new double[0], new double[0], new double[0], new double[0]);
    PaceFit fit = new PaceFit(BASIS, member(1), run, PaceConfig.standard());
    RunPace found = fit.pace(0);
    assertThat(found.logPace()).isCloseTo(0, within(1e-12));
    assertThat(found.standardError()).isGreaterThan(0.4);
    assertThat(fit.offset(0, 0)).isZero();
  }

  @Test
  void theMoreIsObservedTheSmallerTheError() {
    List<Double> errors = new ArrayList<>();
    for (double until : new double[] {80, 240, 720}) {
      PaceFit fit = new PaceFit(BASIS, member(1), observed(1.1, 0, until), PaceConfig.standard());
      errors.add(fit.pace(fit.count()).standardError());
    }
    assertThat(errors.get(2)).isLessThan(errors.get(1)).isLessThan(errors.get(0));
  }
}
