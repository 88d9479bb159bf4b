package io.lode.jobs.report;

/**
 * A line, or points, of a plot.
 *
 * @param label what it shows, as a person reads it
 * @param style how it is drawn: a name that {@code report.js} knows, such as {@code best}
 * @param x positions, increasing, (point)
 * @param y values, NaN where there is none, (point)
 */
record Curve(String label, String style, double[] x, double[] y) {}
