package io.lode.model.latent;

/** Fills what a window did not observe, since an encoder has to read something. */
public final class Gaps {

  private Gaps() {}

  /** The window with gaps filled from inside it: straight lines, then the nearest value, then 0. */
  public static double[][] filled(double[][] values, int start, int count) {
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
