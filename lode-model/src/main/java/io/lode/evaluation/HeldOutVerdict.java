package io.lode.evaluation;

import io.lode.forecast.TrackRecord;
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

    /** What a decision may rest on. */
    public TrackRecord.Reliance reliance() {
      return this == NO_BETTER ? TrackRecord.Reliance.RUNS : TrackRecord.Reliance.FORECASTS;
    }
  }

  /**
   * Judges by the ends of held-out runs near the best one. Decisions are about such runs.
   *
   * @param errors of these ends; empty where they were not measured
   * @param learning which runs of the sweep learned
   */
  public static HeldOutVerdict of(Optional<OutcomeErrors> errors, SweepLearning learning) {
    if (learning.nothingLearns()) {
      return new HeldOutVerdict(
          Kind.NOTHING_LEARNS,
          "no run of this sweep learns, so that there is nothing to forecast: check the data, the"
              + " loss and the range of learning rates");
    }
    return errors
        .map(HeldOutVerdict::ofEnds)
        .orElseGet(
            () ->
                new HeldOutVerdict(
                    Kind.NOT_MEASURED,
                    String.format(
                        Locale.ROOT,
                        "forecasts were not tried on held-out runs: %d of %d runs learned, too few"
                            + " of them ended near the best one, or train.held-out is off",
                        learning.count(LearningStatus.LEARNS),
                        learning.runs().size())));
  }

  private static HeldOutVerdict ofEnds(OutcomeErrors errors) {
    String medians =
        String.format(
            Locale.ROOT,
            "median error %s against %s over %d runs near the best one",
            percent(errors.forecast()),
            percent(errors.repeated()),
            errors.runs());
    return errors.forecast() < errors.repeated()
        ? new HeldOutVerdict(
            Kind.BETTER,
            "the ends of held-out runs were forecast better than by repeating the nearest run: "
                + medians)
        : new HeldOutVerdict(
            Kind.NO_BETTER,
            "the ends of held-out runs were forecast no better than by repeating the nearest run ("
                + medians
                + "): do not rely on this forecast, but on what was run");
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

  private static String percent(double logError) {
    double percent = 100 * Math.expm1(logError);
    return String.format(Locale.ROOT, percent < 100 ? "%.2g%%" : "%.0f%%", percent);
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
