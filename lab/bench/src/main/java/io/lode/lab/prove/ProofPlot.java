package io.lode.lab.prove;

import io.lode.trajectory.Run;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Learning rates and objectives of one run of every method, side by side. */
final class ProofPlot {

  private static final int WIDTH = 900;
  private static final int HEIGHT = 560;

  private ProofPlot() {}

  /**
   * The picture as PNG.
   *
   * @param runs what each method logged under one seed, by its name in reports
   * @param objective name of the objective
   */
  static byte[] png(Map<String, Run> runs, String objective) {
    XYChart rates = chart("learning rate", runs, run -> run.trajectory().learningRate());
    rates.getStyler().setYAxisLogarithmic(true);
    wholeDecades(rates);
    XYChart losses = chart(objective, runs, run -> run.trajectory().objective());
    BufferedImage image = new BufferedImage(2 * WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    rates.paint(graphics, WIDTH, HEIGHT);
    graphics.translate(WIDTH, 0);
    losses.paint(graphics, WIDTH, HEIGHT);
    graphics.dispose();
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
      ImageIO.write(image, "png", bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A logarithmic axis has labels at powers of ten alone: within a decade it would have none. */
  private static void wholeDecades(XYChart chart) {
    double lowest = Double.POSITIVE_INFINITY;
    double highest = 0;
    for (XYSeries series : chart.getSeriesMap().values()) {
      lowest = Math.min(lowest, series.getYMin());
      highest = Math.max(highest, series.getYMax());
    }
    if (highest > 0) {
      chart.getStyler().setYAxisMin(Math.pow(10, Math.floor(Math.log10(lowest))));
      chart.getStyler().setYAxisMax(Math.pow(10, Math.ceil(Math.log10(highest))));
    }
  }

  private static XYChart chart(
      String vertical, Map<String, Run> runs, Function<Run, double[]> values) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .xAxisTitle("step")
            .yAxisTitle(vertical)
            .build();
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    runs.forEach((name, run) -> add(chart, name, run.trajectory().step(), values.apply(run)));
    return chart;
  }

  /**
   * What is not positive has no place on a logarithmic axis, and is nothing that is logged well.
   */
  private static void add(XYChart chart, String name, double[] steps, double[] values) {
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < steps.length; i++) {
      if (values[i] > 0 && Double.isFinite(values[i])) {
        points.add(new double[] {steps[i], values[i]});
      }
    }
    if (!points.isEmpty()) {
      XYSeries series =
          chart.addSeries(
              name,
              points.stream().mapToDouble(point -> point[0]).toArray(),
              points.stream().mapToDouble(point -> point[1]).toArray());
      series.setMarker(SeriesMarkers.NONE);
      series.setLineStyle(new BasicStroke(2));
    }
  }
}
