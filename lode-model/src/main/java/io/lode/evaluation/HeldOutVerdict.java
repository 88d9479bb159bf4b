package io.lode.evaluation;

import io.lode.trajectory.LearningStatus;
import io.lode.trajectory.SweepLearning;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a group's forecasts are worth more than a look at its runs, by its own held-out runs.
 *
 * @param kind what it comes to
 * @param words the same for people, one sentence without a full stop
 */
public record HeldOutVerdict(Kind kind, String words) {

  /** What a verdict comes to. */
  public enum Kind {
    /** Held-out runs were forecast better than by repeating the nearest or the best run. */
    BETTER,
    /** Held-out runs were forecast no better than that: the forecast is not to be relied on. */
    NO_BETTER,
    /** Too few runs learned, or held-out error was not asked for. */
    NOT_MEASURED,
    /** No run of the sweep learned. */
    NOTHING_LEARNS;

    /** The name used in JSON, such as {@code no-better}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * Judges the chosen kind of forecaster against the best of the baselines, by the mean absolute
   * error.
   *
   * @param errors of every kind that was measured, the baselines among them
   * @param chosen name of the kind that forecasts
   * @param learning which runs of the sweep learned
   */
  public static HeldOutVerdict of(
      List<HeldOutError> errors, String chosen, SweepLearning learning) {
    if (learning.nothingLearns()) {
      return new HeldOutVerdict(
          Kind.NOTHING_LEARNS,
          "no run of this sweep learns, so that there is nothing to forecast: check the data, the"
              + " loss and the range of learning rates");
    }
    Optional<HeldOutError> forecast = find(errors, chosen);
    Optional<HeldOutError> baseline = baseline(errors);
    if (forecast.isEmpty() || baseline.isEmpty()) {
      return new HeldOutVerdict(
          Kind.NOT_MEASURED,
          String.format(
              Locale.ROOT,
              "forecasts were not tried on held-out runs: %d of %d runs learned, under too few"
                  + " different schedules, or train.held-out is off",
              learning.count(LearningStatus.LEARNS),
              learning.runs().size()));
    }
    return against(forecast.get().mae(), baseline.get().mae(), baseline.get().forecaster());
  }

  /**
   * Judges a backtest: the chosen predictor against the better one of the baselines that were
   * tested, by the mean absolute error over all held-out runs.
   *
   * @param chosen name of the predictor that the product uses
   * @throws IllegalArgumentException if the predictor or both baselines were not tested
   */
  public static HeldOutVerdict of(BacktestReport report, String chosen) {
    BacktestRow baseline =
        report.predictors().stream()
            .filter(row -> isBaseline(row.predictor()))
            .min(Comparator.comparingDouble(BacktestRow::mae))
            .orElseThrow(
                () -> new IllegalArgumentException("neither nearest-run nor best-run was tested"));
    return against(report.predictor(chosen).mae(), baseline.mae(), baseline.predictor());
  }

  private static HeldOutVerdict against(double forecast, double repeating, String baseline) {
    String what = baseline.equals(BestRun.NAME) ? "the best run" : "the nearest run";
    String errors = String.format(Locale.ROOT, "mean error %.4g against %.4g", forecast, repeating);
    return forecast < repeating
        ? new HeldOutVerdict(
            Kind.BETTER,
            "held-out runs were forecast better than by repeating " + what + ": " + errors)
        : new HeldOutVerdict(
            Kind.NO_BETTER,
            "held-out runs were forecast no better than by repeating "
                + what
                + " ("
                + errors
                + "): do not rely on this forecast, but on what was run");
  }

  private static Optional<HeldOutError> find(List<HeldOutError> errors, String name) {
    return errors.stream().filter(error -> error.forecaster().equals(name)).findFirst();
  }

  /** The better one of the baselines that were measured, by the mean absolute error. */
  public static Optional<HeldOutError> baseline(List<HeldOutError> errors) {
    return errors.stream()
        .filter(error -> isBaseline(error.forecaster()))
        .min(Comparator.comparingDouble(HeldOutError::mae));
  }

  private static boolean isBaseline(String name) {
    return name.equals(NearestRun.NAME) || name.equals(BestRun.NAME);
  }
}
