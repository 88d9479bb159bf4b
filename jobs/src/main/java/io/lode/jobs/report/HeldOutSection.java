package io.lode.jobs.report;

import io.lode.artifact.EnsembleCard;
import io.lode.ensemble.FitConfig;
import io.lode.ensemble.ForecasterKinds;
import io.lode.evaluation.BandCalibration;
import io.lode.evaluation.HeldOut;
import io.lode.evaluation.HeldOutForecast;
import io.lode.forecast.FittingMethod;
import io.lode.model.modal.ModalTrainer;
import io.lode.model.process.CurveForecaster;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.Sweep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How well the ensemble forecasts runs that it was not fitted to, from their schedules alone.
 *
 * @param runs how many runs were held out in turn
 * @param withinOne part of the observations within one standard deviation, in words
 * @param withinTwo the same within two
 * @param forecaster the kind that is judged
 * @param kinds held-out error of each kind of forecaster, from the ensemble's card
 * @param rows the runs, the worst forecast first
 * @param plots predicted against actual; error and coverage over the run; every run's own forecast
 */
record HeldOutSection(
    int runs,
    String withinOne,
    String withinTwo,
    String forecaster,
    List<Kind> kinds,
    List<Row> rows,
    List<Plot> plots) {

  private static final int BINS = 20;
  private static final int MOST_POINTS = 1500;
  private static final int MOST_RUNS = 24;

  /** One kind of forecaster, as {@code lode train} measured it. */
  record Kind(String forecaster, String mae, String r2, String sigmaCv, String chosen) {}

  /**
   * One run that was held out.
   *
   * @param plot id of its own plot, or nothing
   */
  record Row(String run, String error, String last, String covered, String plot) {}

  /** What forecasting each run by the others came to. */
  private record Judged(
      HeldOutForecast forecast, double meanError, double lastError, double covered) {}

  /**
   * Fits the forecaster that the card names again without each fold of the runs, from one start.
   * The bands of each run are corrected by the other runs.
   *
   * @return empty where there are too few runs, or nothing can be fitted without some of them
   */
  static Optional<HeldOutSection> of(
      Sweep sweep, FitConfig fits, Optional<EnsembleCard> card, int points) {
    List<HeldOutForecast> uncorrected = new ArrayList<>();
    FittingMethod method = method(fits.fromOneStart(), card);
    boolean measured = new HeldOut(sweep).forecast(method, uncorrected::add);
    if (!measured || uncorrected.isEmpty()) {
      return Optional.empty();
    }
    List<HeldOutForecast> forecasts = BandCalibration.correctedByOthers(uncorrected);
    MetricTransform transform = sweep.objective().transform();
    List<Judged> judged =
        forecasts.stream()
            .map(HeldOutSection::judged)
            .sorted(Comparator.comparingDouble(Judged::meanError).reversed())
            .toList();
    List<Plot> plots = new ArrayList<>();
    plots.add(scatter(forecasts, transform, sweep.objective().metric()));
    plots.addAll(overTime(forecasts, sweep.totalSteps()));
    List<Row> rows = new ArrayList<>();
    for (Judged one : judged) {
      String plot = "";
      if (rows.size() < MOST_RUNS) {
        plot = "held-out-" + rows.size();
        plots.add(run(plot, one.forecast(), transform, sweep.objective().metric(), points));
      }
      rows.add(
          new Row(
              one.forecast().run(),
              Figures.number(one.meanError()),
              Figures.number(one.lastError()),
              Figures.percent(one.covered()),
              plot));
    }
    return Optional.of(
        new HeldOutSection(
            judged.size(),
            Figures.percent(within(forecasts, 1)),
            Figures.percent(within(forecasts, 2)),
            method.name(),
            card.map(HeldOutSection::kinds).orElse(List.of()),
            rows,
            plots));
  }

  /** The modal latent ODE, with the process on curves where that was chosen. */
  private static FittingMethod method(FitConfig fits, Optional<EnsembleCard> card) {
    boolean curves =
        card.map(known -> known.forecaster().equals(CurveForecaster.NAME)).orElse(false);
    return curves ? ForecasterKinds.corrected(fits) : new ModalTrainer(fits.modal()).method();
  }

  /** The runs that have a plot of their own. */
  List<Row> plotted() {
    return rows.stream().filter(row -> !row.plot().isEmpty()).toList();
  }

  private static List<Kind> kinds(EnsembleCard card) {
    return card.heldOut().stream()
        .map(
            error ->
                new Kind(
                    error.forecaster(),
                    Figures.number(error.mae()),
                    Figures.number(error.r2()),
                    Figures.number(error.sigmaCv()),
                    error.forecaster().equals(card.forecaster()) ? "yes" : ""))
        .toList();
  }

  private static Judged judged(HeldOutForecast run) {
    double sum = 0;
    int length = run.observed().length;
    for (int i = 0; i < length; i++) {
      sum += Math.abs(run.forecast().mean()[i] - run.observed()[i]);
    }
    return new Judged(
        run,
        sum / length,
        run.forecast().mean()[length - 1] - run.observed()[length - 1],
        within(List.of(run), 2));
  }

  /** Part of all observations that lie within so many standard deviations of their forecast. */
  private static double within(List<HeldOutForecast> runs, double deviations) {
    long inside = 0;
    long all = 0;
    for (HeldOutForecast run : runs) {
      for (int i = 0; i < run.observed().length; i++) {
        inside += inside(run, i, deviations) ? 1 : 0;
        all++;
      }
    }
    return (double) inside / all;
  }

  private static boolean inside(HeldOutForecast run, int i, double deviations) {
    return Math.abs(run.forecast().mean()[i] - run.observed()[i])
        <= deviations * run.forecast().standardDeviation()[i];
  }

  private static Plot scatter(
      List<HeldOutForecast> runs, MetricTransform transform, String metric) {
    List<double[]> points = new ArrayList<>();
    int all = runs.stream().mapToInt(run -> run.observed().length).sum();
    int every = Math.max(1, all / MOST_POINTS);
    int next = 0;
    for (HeldOutForecast run : runs) {
      for (int i = 0; i < run.observed().length; i++) {
        if (next++ % every == 0) {
          points.add(
              new double[] {
                transform.invert(run.observed()[i]), transform.invert(run.forecast().mean()[i])
              });
        }
      }
    }
    points.sort(Comparator.comparingDouble(point -> point[0]));
    double[] x = points.stream().mapToDouble(point -> point[0]).toArray();
    double[] y = points.stream().mapToDouble(point -> point[1]).toArray();
    double[] ends = {x[0], x[x.length - 1]};
    return new Plot(
        "held-out-scatter",
        metric + ", actual",
        metric + ", predicted",
        Plot.Scale.LINEAR,
        List.of(
            new Curve("predicted = actual", "bound", ends, ends.clone()),
            new Curve("an observation", "points", x, y)),
        List.of(),
        around(ends[0], ends[1]));
  }

  private static List<Plot> overTime(List<HeldOutForecast> runs, double totalSteps) {
    double[] absolute = new double[BINS];
    double[] signed = new double[BINS];
    double[] band = new double[BINS];
    double[] one = new double[BINS];
    double[] two = new double[BINS];
    int[] count = new int[BINS];
    for (HeldOutForecast run : runs) {
      for (int i = 0; i < run.observed().length; i++) {
        int bin = (int) Math.min(BINS - 1, BINS * run.forecast().step()[i] / totalSteps);
        double error = run.forecast().mean()[i] - run.observed()[i];
        absolute[bin] += Math.abs(error);
        signed[bin] += error;
        band[bin] += run.forecast().standardDeviation()[i];
        one[bin] += inside(run, i, 1) ? 1 : 0;
        two[bin] += inside(run, i, 2) ? 1 : 0;
        count[bin]++;
      }
    }
    double[] x = new double[BINS];
    for (int bin = 0; bin < BINS; bin++) {
      x[bin] = (bin + 0.5) / BINS;
      for (double[] sums : List.of(absolute, signed, band, one, two)) {
        sums[bin] = count[bin] == 0 ? Double.NaN : sums[bin] / count[bin];
      }
    }
    double[] half = filled(0.683);
    double[] most = filled(0.954);
    return List.of(
        Plot.of(
            "held-out-error",
            "part of training",
            "error of the log objective",
            Plot.Scale.LINEAR,
            List.of(
                new Curve("mean absolute error", "published", x, absolute),
                new Curve("mean error (over 0: predicted too high)", "cosine", x, signed),
                new Curve("the ensemble's standard deviation", "best", x, band))),
        new Plot(
            "held-out-coverage",
            "part of training",
            "part of observations inside",
            Plot.Scale.LINEAR,
            List.of(
                new Curve("68% expected", "bound", x, half),
                new Curve("95% expected", "bound", x, most),
                new Curve("within one standard deviation", "cosine", x, one),
                new Curve("within two", "published", x, two)),
            List.of(),
            new double[] {0, 1}));
  }

  private static double[] filled(double value) {
    double[] values = new double[BINS];
    Arrays.fill(values, value);
    return values;
  }

  private static Plot run(
      String id, HeldOutForecast run, MetricTransform transform, String metric, int points) {
    int length = run.observed().length;
    double[] step = run.forecast().step();
    double[][] values = new double[4][length];
    for (int i = 0; i < length; i++) {
      double mean = run.forecast().mean()[i];
      double deviation = run.forecast().standardDeviation()[i];
      double one = transform.invert(mean + 2 * deviation);
      double other = transform.invert(mean - 2 * deviation);
      values[0][i] = Math.max(one, other);
      values[1][i] = Math.min(one, other);
      values[2][i] = transform.invert(run.observed()[i]);
      values[3][i] = transform.invert(mean);
    }
    int every = Math.max(1, length / points);
    return new Plot(
        id,
        "step",
        metric,
        Plot.Scale.LINEAR,
        List.of(
            every("two standard deviations above", "edge", step, values[0], every),
            every("two standard deviations below", "edge", step, values[1], every),
            Thinning.curve("actual", "best", step, values[2], points),
            every("predicted", "published", step, values[3], every)),
        List.of(new Plot.Band(0, 1)),
        around(
            Arrays.stream(values[2]).min().orElseThrow(),
            Arrays.stream(values[2]).max().orElseThrow()));
  }

  /** What was observed fills most of a plot, however far off a forecast is. */
  private static double[] around(double smallest, double largest) {
    double margin = 0.15 * (largest - smallest);
    return margin > 0 ? new double[] {smallest - margin, largest + margin} : null;
  }

  private static Curve every(String label, String style, double[] x, double[] y, int every) {
    int count = (x.length + every - 1) / every;
    double[] keptX = new double[count];
    double[] keptY = new double[count];
    for (int i = 0; i < count; i++) {
      // The last one kept is the last there is.
      int at = x.length - 1 - (count - 1 - i) * every;
      keptX[i] = x[Math.max(0, at)];
      keptY[i] = y[Math.max(0, at)];
    }
    return new Curve(label, style, keptX, keptY);
  }
}
