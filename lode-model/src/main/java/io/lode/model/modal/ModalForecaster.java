package io.lode.model.modal;

import io.lode.forecast.Forecast;
import io.lode.forecast.Forecaster;
import io.lode.forecast.Outcomes;
import io.lode.schedule.Schedule;
import java.util.List;

/**
 * An ensemble of modal latent ODEs as a forecaster.
 *
 * <p>{@code loss(t) = L_inf + sum_i w_i E_i + sum_i v_i N_i}; the forecast is its logarithm. The
 * state is advanced through intervals no longer than a sixtieth of the reference length, at their
 * mean rate.
 *
 * @param basis what the members share
 * @param members fitted parameters, the best fit first, at least one
 */
public record ModalForecaster(ModalBasis basis, List<ModalParameters> members)
    implements Forecaster {

  /** Name in commands and reports. */
  public static final String NAME = "modal";

  /** Smallest loss whose logarithm is taken: a guard against 0. */
  private static final double SMALLEST_LOSS = 1e-12;

  /**
   * Loss over the loss at the start at which a run is stopped as diverged, the default of {@code
   * ingest.divergence-factor}. What a model says of larger losses means nothing.
   */
  private static final double DIVERGED = 3;

  /** Copies the members. */
  public ModalForecaster {
    members = List.copyOf(members);
    if (members.isEmpty()) {
      throw new IllegalArgumentException("an ensemble needs at least one member, found none");
    }
  }

  /** The best fit alone. */
  public ModalForecaster best() {
    return new ModalForecaster(basis, List.of(members.get(0)));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Forecast forecast(Schedule schedule, double[] steps) {
    return Forecast.ofMembers(steps, curves(schedule, steps));
  }

  /**
   * The log loss that each member predicts.
   *
   * @param steps increasing, positive, (time)
   * @return (member, time)
   */
  public double[][] curves(Schedule schedule, double[] steps) {
    ModalPath path = path(schedule, steps);
    return members.stream().map(member -> logLoss(member, path)).toArray(double[][]::new);
  }

  @Override
  public Outcomes outcomes(List<? extends Schedule> schedules, double horizonStep) {
    double[][] outcomes = new double[members.size()][schedules.size()];
    double[] steps = Outcomes.steps(horizonStep);
    for (int s = 0; s < schedules.size(); s++) {
      ModalPath path = path(schedules.get(s), steps);
      for (int m = 0; m < members.size(); m++) {
        double sum = 0;
        for (double value : logLoss(members.get(m), path)) {
          sum += value;
        }
        outcomes[m][s] = sum / steps.length;
      }
    }
    return new Outcomes(outcomes, new double[schedules.size()]);
  }

  /**
   * The largest loss that a forecast may reach: a multiple of the loss at the start, which is the
   * largest first loss that a run logged, or the member's own loss at step 0 where that is smaller.
   */
  static double highest(ModalBasis basis, ModalParameters member) {
    double loss = member.floor();
    for (int mode = 0; mode < member.modes(); mode++) {
      loss += member.weight(mode);
    }
    return DIVERGED * Math.min(loss, basis.largestLoss());
  }

  private ModalPath path(Schedule schedule, double[] steps) {
    double last = steps[steps.length - 1];
    return ModalPath.of(
        schedule, steps, Math.min(basis.referenceSteps(), last) / Outcomes.INTERVALS);
  }

  /**
   * The logarithm of the loss that one member predicts along a path, (time). It goes no higher than
   * where a run would be stopped as diverged.
   */
  private double[] logLoss(ModalParameters member, ModalPath path) {
    ModalState state = new ModalState(basis, member);
    double[] weights = new double[2 * basis.modes()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = member.weight(i);
    }
    double highest = highest(basis, member);
    double[] curve = new double[path.wanted().length];
    int done = 0;
    for (int t = 0; t < curve.length; t++) {
      for (; done < path.wanted()[t]; done++) {
        state.advance(path.learningRate()[done], path.steps()[done]);
      }
      double loss = member.floor();
      for (int i = 0; i < basis.modes(); i++) {
        loss += weights[i] * state.bias[i] + weights[basis.modes() + i] * state.noise[i];
      }
      curve[t] = Math.log(Math.max(SMALLEST_LOSS, Math.min(highest, loss)));
    }
    return curve;
  }
}
