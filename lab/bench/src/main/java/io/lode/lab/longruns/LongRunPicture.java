package io.lode.lab.longruns;

import io.lode.evaluation.BacktestSplit;
import io.lode.forecast.Forecast;
import io.lode.forecast.Forecaster;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.ObservedCurve;
import io.lode.trajectory.Run;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws long runs: the forecasts with their 68% bands, and what was observed. */
public final class LongRunPicture {

  private static final int WIDTH = 1000;
  private static final int HEIGHT = 560;

  /** Part of the longest run, from its start, that is left out: the loss falls steeply there. */
  private static final double START = 0.06;

  /** Observed values that are drawn of a run. Count: more would hide the line. */
  private static final int MARKS = 40;

  private static final Color[] COLOURS = {
    new Color(0x1b6ca8), new Color(0xc8553d), new Color(0x5b8c5a), new Color(0x7b5aa6)
  };

  /** How much of the line's colour a band has, of 255. */
  private static final int BAND_OPACITY = 60;

  private LongRunPicture() {}

  /**
   * The picture as PNG.
   *
   * @param forecaster fitted to the shorter runs
   * @param names of runs that are forecast
   * @throws IllegalArgumentException if a name is that of no run that is forecast
   */
  public static byte[] png(BacktestSplit split, Forecaster forecaster, List<String> names) {
    List<Run> runs = names.stream().map(name -> named(split, name)).toList();
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(
                String.format(
                    "forecast from %d runs of at most %,.0f steps; the points are what happened",
                    split.fitted().runs().size(), split.fittedSteps()))
            .xAxisTitle("step")
            .yAxisTitle(split.fitted().objective().metric().replace('_', ' '))
            .build();
    chart.getStyler().setLegendPosition(LegendPosition.InsideNE);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setXAxisMin(0.0);
    chart.getStyler().setXAxisDecimalPattern("###,###");
    chart.getStyler().setYAxisDecimalPattern("0.0");
    double from =
        START * runs.stream().mapToDouble(run -> run.trajectory().lastStep()).max().orElseThrow();
    MetricTransform transform = split.fitted().objective().transform();
    for (int i = 0; i < runs.size(); i++) {
      add(chart, runs.get(i), forecaster, transform, from, COLOURS[i % COLOURS.length]);
    }
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
      BitmapEncoder.saveBitmap(chart, bytes, BitmapFormat.PNG);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Run named(BacktestSplit split, String name) {
    return split.heldOut().stream()
        .filter(run -> run.run().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no run "
                        + name
                        + " is forecast; expected one of "
                        + String.join(", ", split.heldOut().stream().map(Run::run).toList())));
  }

  private static void add(
      XYChart chart,
      Run run,
      Forecaster forecaster,
      MetricTransform transform,
      double from,
      Color colour) {
    ObservedCurve observed = ObservedCurve.of(run.trajectory(), transform).beyond(from);
    Forecast forecast = forecaster.forecast(run.schedule(), observed.step());
    int count = observed.length();
    double[] mean = new double[count];
    // There along the upper edge of the band, back along the lower one.
    double[] edgeSteps = new double[2 * count];
    double[] edges = new double[2 * count];
    List<double[]> marks = new ArrayList<>();
    int every = Math.max(1, count / MARKS);
    for (int t = 0; t < count; t++) {
      double step = observed.step()[t];
      double centre = forecast.mean()[t];
      double deviation = forecast.standardDeviation()[t];
      mean[t] = transform.invert(centre);
      edgeSteps[t] = step;
      edges[t] = transform.invert(centre + deviation);
      edgeSteps[2 * count - 1 - t] = step;
      edges[2 * count - 1 - t] = transform.invert(centre - deviation);
      if ((count - 1 - t) % every == 0) {
        marks.add(new double[] {step, transform.invert(observed.value()[t])});
      }
    }
    XYSeries band = chart.addSeries(run.run() + ", band", edgeSteps, edges);
    band.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
    band.setFillColor(
        new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), BAND_OPACITY));
    band.setLineColor(new Color(0, true));
    band.setMarker(SeriesMarkers.NONE);
    band.setShowInLegend(false);
    XYSeries line = chart.addSeries(run.run(), observed.step(), mean);
    line.setMarker(SeriesMarkers.NONE);
    line.setLineColor(colour);
    line.setLineStyle(new BasicStroke(2));
    XYSeries points =
        chart.addSeries(
            run.run() + ", observed",
            marks.stream().mapToDouble(mark -> mark[0]).toArray(),
            marks.stream().mapToDouble(mark -> mark[1]).toArray());
    points.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
    points.setMarker(SeriesMarkers.CIRCLE);
    points.setMarkerColor(colour);
    points.setShowInLegend(false);
  }
}
