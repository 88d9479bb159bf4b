package io.lode.model.law;

import io.lode.forecast.Forecast;
import io.lode.forecast.Forecaster;
import io.lode.forecast.Outcomes;
import io.lode.schedule.Schedule;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.SweepLearning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The Multi-Power Law of Luo et al. (2025, arXiv:2503.12811) fitted to a sweep.
 *
 * <pre>
 * L(t) = L0 + A S_1(t)^-alpha - B sum_k (eta_(k-1) - eta_k) G(eta_k^-gamma S_k(t))
 * G(x) = 1 - (1 + C x)^-beta
 * </pre>
 *
 * with eta_k the rate after change k, eta_0 = 0, and S_k(t) the area under the rate from change k
 * to step t. As in the published fits the rise from 0 counts as a change; where logs start after
 * the warm-up, a fitted share of the area before them counts as training done (1/2 for a linear
 * warm-up). The law describes the exponential of the transformed objective, so a loss or an error
 * rate.
 *
 * @param units of the parameters
 * @param members fitted parameters, the best fit first, at least one
 * @param residualStandardDeviation root mean square over the runs of a run's mean residual, on the
 *     transformed scale
 */
public record MultiPowerLaw(
    LawUnits units, List<LawParameters> members, double residualStandardDeviation)
    implements Forecaster {

  /** Name in commands and reports. */
  public static final String NAME = "multi-power-law";

  /** Copies the members. */
  public MultiPowerLaw {
    members = List.copyOf(members);
    if (members.isEmpty()) {
      throw new IllegalArgumentException("a fitted law needs at least one member, found none");
    }
  }

  /**
   * Fits the law to the runs of a sweep that learned ({@link SweepLearning}): Huber noise on the
   * log loss, weak priors, four starts.
   *
   * <p>With enough usable runs the members after the first are refits under Exp(1) weights of the
   * runs (Bayesian bootstrap); with fewer there is one member.
   *
   * @throws IllegalArgumentException if no run has a finite objective and a positive learning rate
   */
  public static MultiPowerLaw fit(Sweep whole, LawConfig config) {
    Sweep sweep = SweepLearning.teaching(whole);
    LawUnits units = LawUnits.of(sweep, config.smallestHead());
    List<LawObservations> runs = observations(units, sweep, config);
    LawFit.Fitted best = equallyWeighted(runs, config).fit();
    LawParameters parameters = LawParameters.ofLogarithms(best.logParameters());
    List<LawParameters> fitted = new ArrayList<>();
    fitted.add(parameters);
    SplittableRandom random = new SplittableRandom(config.seed());
    while (runs.size() >= config.resampledRuns() && fitted.size() < config.members()) {
      LawFit refit = new LawFit(runs, exponentialWeights(random, runs.size()), config);
      fitted.add(LawParameters.ofLogarithms(refit.continueFrom(best).logParameters()));
    }
    return new MultiPowerLaw(units, fitted, meanResidual(parameters, runs));
  }

  /**
   * The same fit in short: one member from one start, for measuring held-out error.
   *
   * @throws IllegalArgumentException if no run has a finite objective and a positive learning rate
   */
  public static MultiPowerLaw fitBriefly(Sweep whole, LawConfig config) {
    Sweep sweep = SweepLearning.teaching(whole);
    LawUnits units = LawUnits.of(sweep, config.smallestHead());
    List<LawObservations> runs = observations(units, sweep, config);
    LawParameters parameters =
        LawParameters.ofLogarithms(equallyWeighted(runs, config).fitBriefly().logParameters());
    return new MultiPowerLaw(units, List.of(parameters), meanResidual(parameters, runs));
  }

  private static LawFit equallyWeighted(List<LawObservations> runs, LawConfig config) {
    double[] equal = new double[runs.size()];
    Arrays.fill(equal, 1);
    return new LawFit(runs, equal, config);
  }

  private static List<LawObservations> observations(LawUnits units, Sweep sweep, LawConfig config) {
    MetricTransform transform = sweep.objective().transform();
    List<LawObservations> runs = new ArrayList<>();
    for (Run run : sweep.runs()) {
      LawObservations.of(units, run, transform, config.runPoints()).ifPresent(runs::add);
    }
    if (runs.isEmpty()) {
      throw new IllegalArgumentException(
          "group "
              + sweep.group()
              + " has no run with a finite "
              + sweep.objective().metric()
              + " after step "
              + units.headSteps());
    }
    return runs;
  }

  private static double[] exponentialWeights(SplittableRandom random, int count) {
    double[] weights = new double[count];
    for (int run = 0; run < count; run++) {
      weights[run] = -Math.log1p(-random.nextDouble());
    }
    double mean = Arrays.stream(weights).average().orElseThrow();
    return Arrays.stream(weights).map(weight -> weight / mean).toArray();
  }

  private static double meanResidual(LawParameters parameters, List<LawObservations> runs) {
    double squares = 0;
    for (LawObservations run : runs) {
      double[] curve = LawCurve.logLoss(parameters, run.changes());
      double sum = 0;
      for (int t = 0; t < curve.length; t++) {
        sum += curve[t] - run.values()[t];
      }
      squares += sum / curve.length * (sum / curve.length);
    }
    return Math.sqrt(squares / runs.size());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Forecast forecast(Schedule schedule, double[] steps) {
    RateChanges changes = RateChanges.of(units, schedule, steps);
    double[][] curves =
        members.stream().map(m -> LawCurve.logLoss(m, changes)).toArray(double[][]::new);
    return MemberCurves.forecast(steps, curves, residualStandardDeviation);
  }

  @Override
  public Outcomes outcomes(List<? extends Schedule> schedules, double horizonStep) {
    double[] steps = Outcomes.steps(horizonStep);
    double[][] outcomes = new double[members.size()][schedules.size()];
    for (int s = 0; s < schedules.size(); s++) {
      RateChanges changes = RateChanges.of(units, schedules.get(s), steps);
      for (int m = 0; m < outcomes.length; m++) {
        outcomes[m][s] =
            Arrays.stream(LawCurve.logLoss(members.get(m), changes)).average().orElseThrow();
      }
    }
    double[] residual = new double[schedules.size()];
    Arrays.fill(residual, residualStandardDeviation);
    return new Outcomes(outcomes, residual);
  }
}
