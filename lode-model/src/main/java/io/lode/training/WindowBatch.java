package io.lode.training;

import java.util.SplittableRandom;

/**
 * Windows drawn for one step.
 *
 * @param length observations to be explained
 * @param seen observations that the encoder sees, the first ones
 * @param inputs times and features, gaps filled, (seen, member, batch, 1 + feature), row-major
 * @param observed features, 0 where not observed, (length, member, batch, feature), row-major
 * @param mask half of one over the batch where observed, else 0, like {@code observed}
 */
record WindowBatch(int length, int seen, double[] inputs, double[] observed, double[] mask) {

  static WindowBatch draw(
      TimeSeries series, int members, int batch, WindowChoice choice, SplittableRandom random) {
    int length = choice.length(series.longest(), random);
    int seen = choice.seen(length, random);
    int features = series.features();
    int[] candidates = series.atLeast(length);
    int rows = members * batch;
    double[] inputs = new double[seen * rows * (features + 1)];
    double[] observed = new double[length * rows * features];
    double[] mask = new double[observed.length];
    for (int row = 0; row < rows; row++) {
      double[][] values = series.values()[candidates[random.nextInt(candidates.length)]];
      int start = random.nextInt(values.length - length + 1);
      double[][] filled = filled(values, start, seen);
      for (int t = 0; t < length; t++) {
        for (int f = 0; f < features; f++) {
          double value = values[start + t][f];
          int at = (t * rows + row) * features + f;
          if (!Double.isNaN(value)) {
            observed[at] = value;
            mask[at] = 0.5 / batch;
          }
        }
        if (t < seen) {
          int at = (t * rows + row) * (features + 1);
          inputs[at] = t * series.spacing();
          System.arraycopy(filled[t], 0, inputs, at + 1, features);
        }
      }
    }
    return new WindowBatch(length, seen, inputs, observed, mask);
  }

  /** The window with gaps filled from inside it: straight lines, then the nearest value, then 0. */
  static double[][] filled(double[][] values, int start, int count) {
    double[][] filled = new double[count][values[0].length];
    for (int f = 0; f < values[0].length; f++) {
      int last = -1;
      for (int t = 0; t <= count; t++) {
        if (t == count || !Double.isNaN(values[start + t][f])) {
          for (int gap = last + 1; gap < Math.min(t, count); gap++) {
            double before = last < 0 ? Double.NaN : filled[last][f];
            double after = t == count ? Double.NaN : values[start + t][f];
            filled[gap][f] = between(before, after, (gap - last) / (double) (t - last));
          }
          if (t < count) {
            filled[t][f] = values[start + t][f];
          }
          last = t;
        }
      }
    }
    return filled;
  }

  private static double between(double before, double after, double fraction) {
    if (Double.isNaN(before)) {
      return Double.isNaN(after) ? 0 : after;
    }
    return Double.isNaN(after) ? before : before + fraction * (after - before);
  }
}
