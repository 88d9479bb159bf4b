package io.lode.jobs.report;

import java.util.TreeSet;

/** Fewer points that look the same: of each of many equal stretches the least and the largest. */
final class Thinning {

  private Thinning() {}

  /**
   * A curve of the finite points, thinned.
   *
   * @param x increasing, (point)
   * @param y NaN where there is no value, (point)
   * @param most about how many points to keep, at least 4; the first and the last are always kept
   */
  static Curve curve(String label, String style, double[] x, double[] y, int most) {
    int[] finite = new int[x.length];
    int count = 0;
    for (int i = 0; i < x.length; i++) {
      if (Double.isFinite(x[i]) && Double.isFinite(y[i])) {
        finite[count++] = i;
      }
    }
    TreeSet<Integer> kept = new TreeSet<>();
    if (count <= most) {
      for (int i = 0; i < count; i++) {
        kept.add(finite[i]);
      }
    } else {
      kept.add(finite[0]);
      kept.add(finite[count - 1]);
      int stretches = Math.max(1, (most - 2) / 2);
      for (int s = 0; s < stretches; s++) {
        int from = (int) ((long) count * s / stretches);
        int to = (int) ((long) count * (s + 1) / stretches);
        int least = from;
        int largest = from;
        for (int i = from; i < to; i++) {
          least = y[finite[i]] < y[finite[least]] ? i : least;
          largest = y[finite[i]] > y[finite[largest]] ? i : largest;
        }
        kept.add(finite[least]);
        kept.add(finite[largest]);
      }
    }
    double[] keptX = new double[kept.size()];
    double[] keptY = new double[kept.size()];
    int next = 0;
    for (int i : kept) {
      keptX[next] = x[i];
      keptY[next++] = y[i];
    }
    return new Curve(label, style, keptX, keptY);
  }
}
