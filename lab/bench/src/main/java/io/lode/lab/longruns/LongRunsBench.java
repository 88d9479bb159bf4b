package io.lode.lab.longruns;

import io.lode.evaluation.BacktestSplit;
import io.lode.evaluation.BandCount;
import io.lode.evaluation.BestRun;
import io.lode.evaluation.LastValue;
import io.lode.forecast.FittingMethod;
import io.lode.forecast.Forecast;
import io.lode.forecast.Forecaster;
import io.lode.longrun.LongRunConfig;
import io.lode.longrun.LongRunForecaster;
import io.lode.longrun.LongRunTrainer;
import io.lode.model.law.LawConfig;
import io.lode.model.law.MultiPowerLaw;
import io.lode.model.modal.ModalConfig;
import io.lode.model.modal.ModalTrainer;
import io.lode.statistics.Median;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.ObservedCurve;
import io.lode.trajectory.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Forecasts real long runs from short ones: fits every predictor to the runs of a group up to a
 * length, and compares with what the longer runs did, and with what it would have chosen.
 *
 * <p>Errors are on the objective's own scale.
 */
public final class LongRunsBench {

  /** Predictors that say the same of every schedule, and so choose nothing. */
  static final Set<String> SAME_FOR_EVERY_SCHEDULE = Set.of(BestRun.NAME, LastValue.NAME);

  private LongRunsBench() {}

  /**
   * One predictor in one group.
   *
   * @param fitted number of runs fitted
   * @param tested number of runs forecast
   * @param curve median over the runs of the mean absolute error of the whole curve
   * @param worstCurve the largest of them
   * @param beyond median over the runs of the mean absolute error beyond the fitted steps
   * @param last median over the runs of the absolute error of the last value
   * @param band values beyond the fitted steps in the bands
   */
  public record Row(
      String group,
      String predictor,
      int fitted,
      int tested,
      double curve,
      double worstCurve,
      double beyond,
      double last,
      BandCount band) {}

  /**
   * What a predictor would have chosen among the runs of one length.
   *
   * @param steps the length
   * @param run the choice
   * @param regret its last value less that of the best run of the length
   */
  public record Choice(String group, String predictor, long steps, String run, double regret) {}

  /** What was measured in one group. */
  public record Result(List<Row> rows, List<Choice> choices) {}

  /** The predictors that are compared. */
  public static List<FittingMethod> methods(long seed) {
    ModalConfig modal = ModalConfig.standard(seed);
    LongRunTrainer trainer = new LongRunTrainer(modal, LongRunConfig.standard());
    return List.of(
        trainer.method(),
        new FittingMethod(
            LongRunForecaster.NAME + " + prior",
            sweep -> trainer.expecting(Optional.of(UnseenPrior.of(sweep))).fit(sweep)),
        new ModalTrainer(modal).method(),
        new FittingMethod(
            MultiPowerLaw.NAME, sweep -> MultiPowerLaw.fit(sweep, LawConfig.standard(seed))),
        new FittingMethod(AnnealingLaw.NAME, AnnealingLaw::fit),
        new FittingMethod(BestRun.NAME, BestRun::fit),
        new FittingMethod(LastValue.NAME, LastValue::fit));
  }

  /**
   * Measures one group.
   *
   * @param name of the group
   * @param methods the predictors
   */
  public static Result measure(String name, BacktestSplit split, List<FittingMethod> methods) {
    List<Row> rows = new ArrayList<>();
    LongRunChoices choices = new LongRunChoices(name, split);
    for (FittingMethod method : methods) {
      Forecaster forecaster = method.fit().apply(split.fitted());
      rows.add(row(name, method.name(), split, forecaster));
      if (!SAME_FOR_EVERY_SCHEDULE.contains(method.name())) {
        choices.add(method.name(), forecaster);
      }
    }
    choices.addUsual();
    return new Result(rows, choices.all());
  }

  private static Row row(String group, String name, BacktestSplit split, Forecaster forecaster) {
    MetricTransform transform = split.fitted().objective().transform();
    double from = split.fittedSteps();
    List<double[]> errors = new ArrayList<>();
    BandCount band = BandCount.NONE;
    for (Run run : split.heldOut()) {
      ObservedCurve observed = ObservedCurve.of(run.trajectory(), transform).afterStart();
      Forecast forecast = forecaster.forecast(run.schedule(), observed.step());
      double curve = 0;
      double late = 0;
      double last = 0;
      int lateCount = 0;
      for (int t = 0; t < observed.step().length; t++) {
        double value = observed.value()[t];
        last = Math.abs(transform.invert(forecast.mean()[t]) - transform.invert(value));
        curve += last / observed.step().length;
        if (observed.step()[t] > from) {
          late += last;
          lateCount++;
        }
      }
      band = band.plus(BandCount.of(forecast, observed, from));
      errors.add(new double[] {curve, late / Math.max(1, lateCount), last});
    }
    return new Row(
        group,
        name,
        split.fitted().runs().size(),
        split.heldOut().size(),
        median(errors, 0),
        errors.stream().mapToDouble(error -> error[0]).max().orElseThrow(),
        median(errors, 1),
        median(errors, 2),
        band);
  }

  private static double median(List<double[]> errors, int index) {
    return Median.of(errors.stream().mapToDouble(error -> error[index]).toArray());
  }
}
