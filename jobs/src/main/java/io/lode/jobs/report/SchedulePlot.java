package io.lode.jobs.report;

import io.lode.artifact.ScheduleArtifact;
import io.lode.forecast.Outcomes;
import io.lode.schedule.LoggedSchedule;
import io.lode.schedule.Schedule;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.Trajectory;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * One picture of a published schedule: its learning rate beside the best run's, and the predicted
 * trajectory among what the runs of the sweep logged.
 */
final class SchedulePlot {

  private static final int WIDTH = 760;
  private static final int HEIGHT = 480;
  private static final int POINTS = 4 * Outcomes.INTERVALS;
  private static final int MOST_RUNS = 30;
  private static final Color PUBLISHED = new Color(0x1f, 0x5f, 0xbf);
  private static final Color BEST = new Color(0xd9, 0x6a, 0x1b);
  private static final Color OTHERS = new Color(0xc8, 0xc8, 0xc8);
  private static final Color BAND = new Color(0x9f, 0xbf, 0xe8);

  private SchedulePlot() {}

  /** The picture as PNG. */
  static byte[] png(ScheduleArtifact artifact, Sweep sweep) {
    double last = artifact.horizon() * artifact.totalSteps();
    XYChart rates = rates(artifact, sweep, last);
    XYChart objective = objective(artifact, sweep, last);
    BufferedImage image = new BufferedImage(2 * WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    rates.paint(graphics, WIDTH, HEIGHT);
    graphics.translate(WIDTH, 0);
    objective.paint(graphics, WIDTH, HEIGHT);
    graphics.dispose();
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
      ImageIO.write(image, "png", bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static XYChart rates(ScheduleArtifact artifact, Sweep sweep, double last) {
    XYChart chart =
        chart(
            String.format(
                Locale.ROOT,
                "%s on %s, horizon %s: %s",
                artifact.group().model(),
                artifact.group().dataset(),
                artifact.horizon(),
                artifact.decision()),
            "learning rate");
    chart.getStyler().setYAxisLogarithmic(true);
    for (Run run : sweep.runs()) {
      if (run.run().equals(artifact.bestRun().run())) {
        Trajectory logged = run.trajectory();
        add(
            chart,
            "best run " + run.run(),
            sampled(new LoggedSchedule(logged.step(), logged.learningRate()), last),
            BEST,
            2);
      }
    }
    add(chart, "published", sampled(artifact.schedule(), last), PUBLISHED, 3);
    return chart;
  }

  private static XYChart objective(ScheduleArtifact artifact, Sweep sweep, double last) {
    XYChart chart = chart("predicted and observed", artifact.objective().metric());
    int shown = 0;
    for (Run run : sweep.runs()) {
      boolean best = run.run().equals(artifact.bestRun().run());
      if (best || shown++ < MOST_RUNS) {
        add(
            chart,
            best ? "best run " + run.run() : "run " + run.run(),
            observed(run, last),
            best ? BEST : OTHERS,
            best ? 2 : 1);
      }
    }
    ScheduleArtifact.Predicted predicted = artifact.predicted();
    List<double[]> upper = new ArrayList<>();
    List<double[]> mean = new ArrayList<>();
    List<double[]> lower = new ArrayList<>();
    for (int i = 0; i < predicted.step().length; i++) {
      double deviation = predicted.standardDeviation()[i];
      mean.add(new double[] {predicted.step()[i], predicted.mean()[i]});
      upper.add(new double[] {predicted.step()[i], predicted.mean()[i] + deviation});
      lower.add(new double[] {predicted.step()[i], predicted.mean()[i] - deviation});
    }
    add(chart, "one standard deviation above", upper, BAND, 1);
    add(chart, "one standard deviation below", lower, BAND, 1);
    add(chart, "predicted", mean, PUBLISHED, 3);
    zoom(chart, sweep, last, mean);
    return chart;
  }

  /** The first values of a run would squeeze all that matters into a line. */
  private static void zoom(XYChart chart, Sweep sweep, double last, List<double[]> mean) {
    double smallest = Double.POSITIVE_INFINITY;
    double largest = Double.NEGATIVE_INFINITY;
    List<double[]> points = new ArrayList<>(mean);
    sweep.runs().forEach(run -> points.addAll(observed(run, last)));
    for (double[] point : points) {
      if (point[0] > 0.1 * last) {
        smallest = Math.min(smallest, point[1]);
        largest = Math.max(largest, point[1]);
      }
    }
    if (largest > smallest) {
      double margin = 0.05 * (largest - smallest);
      chart.getStyler().setYAxisMin(smallest - margin);
      chart.getStyler().setYAxisMax(largest + margin);
    }
  }

  private static XYChart chart(String title, String vertical) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("step")
            .yAxisTitle(vertical)
            .build();
    chart.getStyler().setLegendPosition(LegendPosition.InsideNE);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    return chart;
  }

  private static void add(
      XYChart chart, String name, List<double[]> points, Color color, int width) {
    if (points.isEmpty()) {
      return;
    }
    XYSeries series =
        chart.addSeries(
            name,
            points.stream().mapToDouble(point -> point[0]).toArray(),
            points.stream().mapToDouble(point -> point[1]).toArray());
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(color);
    series.setLineStyle(new BasicStroke(width));
    series.setShowInLegend(!color.equals(OTHERS) && !color.equals(BAND));
  }

  private static List<double[]> sampled(Schedule schedule, double last) {
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i <= POINTS; i++) {
      double step = last * i / POINTS;
      double rate = schedule.learningRate(step);
      if (rate > 0) {
        points.add(new double[] {step, rate});
      }
    }
    return points;
  }

  private static List<double[]> observed(Run run, double last) {
    Trajectory trajectory = run.trajectory();
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < trajectory.length(); i++) {
      double value = trajectory.objective()[i];
      if (Double.isFinite(value) && trajectory.step()[i] <= last) {
        points.add(new double[] {trajectory.step()[i], value});
      }
    }
    return points;
  }
}
