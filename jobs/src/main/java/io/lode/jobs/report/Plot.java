package io.lode.jobs.report;

import java.util.List;

/**
 * A plot of curves over one axis.
 *
 * @param id names its place in the page
 * @param xLabel what is on the horizontal axis
 * @param yLabel what is on the vertical axis
 * @param scale of the vertical axis at first
 * @param curves in the order they are drawn
 * @param bands pairs of curves, upper and lower, with the space between them filled
 * @param view smallest and largest value that the vertical axis shows at first, or null for all
 */
record Plot(
    String id,
    String xLabel,
    String yLabel,
    Scale scale,
    List<Curve> curves,
    List<Band> bands,
    double[] view) {

  /** How values are spread along an axis. */
  enum Scale {
    LINEAR,
    LOG
  }

  /** Indices of an upper and a lower curve. */
  record Band(int upper, int lower) {}

  static Plot of(String id, String xLabel, String yLabel, Scale scale, List<Curve> curves) {
    return new Plot(id, xLabel, yLabel, scale, curves, List.of(), null);
  }
}
