package io.lode.model.latent;

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
      double[][] filled = Gaps.filled(values, start, seen);
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
}
