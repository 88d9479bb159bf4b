package io.lode.model.modal;

import io.lode.forecast.Forecast;
import io.lode.forecast.Forecaster;
import io.lode.forecast.Outcomes;
import io.lode.forecast.RunSoFar;
import io.lode.schedule.Schedule;
import java.util.ArrayList;
import java.util.List;

/**
 * An ensemble of modal latent ODEs that knows what one run has done: each member's state is exact
 * from the rates applied, its modes go at the run's own pace, and its loss has the run's own offset
 * (see docs/method.md).
 *
 * <p>Schedules given to it must repeat the run's past. Not safe for changes of the arrays given;
 * safe for use by several threads.
 */
public final class ConditionedModal implements Forecaster {

  /** Smallest loss whose logarithm is taken: a guard against 0. */
  private static final double SMALLEST_LOSS = 1e-12;

  private final List<Member> members;
  private final double now;
  private final double referenceSteps;

  private record Member(
      ModalBasis basis, ModalParameters parameters, double scale, ModalState now) {}

  /**
   * Conditions an ensemble.
   *
   * @param logPace logarithm of the pace of the run by each member, (member)
   * @param logOffset log offset of the run by each member, (member)
   */
  public ConditionedModal(
      ModalForecaster ensemble, RunSoFar run, double[] logPace, double[] logOffset) {
    now = run.now();
    referenceSteps = ensemble.basis().referenceSteps();
    ModalPath past =
        ModalPath.of(run.applied(), new double[] {now}, referenceSteps / Outcomes.INTERVALS);
    members = new ArrayList<>();
    for (int m = 0; m < ensemble.members().size(); m++) {
      ModalBasis basis = ensemble.basis().paced(Math.exp(logPace[m]));
      ModalParameters parameters = ensemble.members().get(m);
      ModalState state = new ModalState(basis, parameters);
      for (int i = 0; i < past.steps().length; i++) {
        state.advance(past.learningRate()[i], past.steps()[i]);
      }
      members.add(new Member(basis, parameters, Math.exp(logOffset[m]), state));
    }
  }

  @Override
  public String name() {
    return ModalForecaster.NAME;
  }

  @Override
  public Forecast forecast(Schedule schedule, double[] steps) {
    ModalPath path = path(schedule, steps);
    return Forecast.ofMembers(
        steps,
        members.stream().map(member -> logLoss(member, path, steps)).toArray(double[][]::new));
  }

  @Override
  public Outcomes outcomes(List<? extends Schedule> schedules, double horizonStep) {
    double[][] outcomes = new double[members.size()][schedules.size()];
    double[] steps = Outcomes.steps(horizonStep);
    for (int s = 0; s < schedules.size(); s++) {
      ModalPath path = path(schedules.get(s), steps);
      for (int m = 0; m < members.size(); m++) {
        double sum = 0;
        for (double value : logLoss(members.get(m), path, steps)) {
          sum += value;
        }
        outcomes[m][s] = sum / steps.length;
      }
    }
    return new Outcomes(outcomes, new double[schedules.size()]);
  }

  /** From now on where all wanted steps are still to come, else from the start. */
  private ModalPath path(Schedule schedule, double[] steps) {
    double longest = Math.min(referenceSteps, steps[steps.length - 1]) / Outcomes.INTERVALS;
    return ModalPath.from(steps[0] >= now ? now : 0, schedule, steps, longest);
  }

  private double[] logLoss(Member member, ModalPath path, double[] steps) {
    ModalState state =
        steps[0] >= now ? member.now().copy() : new ModalState(member.basis(), member.parameters());
    int modes = member.basis().modes();
    double highest =
        Math.max(1, member.scale()) * ModalForecaster.highest(member.basis(), member.parameters());
    double[] curve = new double[steps.length];
    int done = 0;
    for (int t = 0; t < curve.length; t++) {
      for (; done < path.wanted()[t]; done++) {
        state.advance(path.learningRate()[done], path.steps()[done]);
      }
      double driven = 0;
      for (int i = 0; i < modes; i++) {
        driven +=
            member.parameters().weight(i) * state.bias[i]
                + member.parameters().weight(modes + i) * state.noise[i];
      }
      double loss = member.parameters().floor() + member.scale() * driven;
      curve[t] = Math.log(Math.max(SMALLEST_LOSS, Math.min(highest, loss)));
    }
    return curve;
  }
}
