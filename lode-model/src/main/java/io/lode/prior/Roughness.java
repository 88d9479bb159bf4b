package io.lode.prior;

/** What a smooth curve over a grid differs by from a parabola. */
final class Roughness {

  /** Prior precision of each value, which only makes the covariance finite. */
  private static final double RIDGE = 1e-4;

  private Roughness() {}

  /**
   * Covariance of a curve whose second differences have a standard deviation, what a parabola can
   * follow taken out, (value, value).
   */
  static double[][] of(int count, double smoothness) {
    double[][] precision = new double[count][count];
    double[] difference = {1, -2, 1};
    for (int i = 0; i < count; i++) {
      precision[i][i] += RIDGE;
    }
    for (int i = 0; i + 2 < count; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 3; k++) {
          precision[i + j][i + k] += difference[j] * difference[k] / (smoothness * smoothness);
        }
      }
    }
    double[][] keep = withoutParabola(count);
    return Matrices.product(
        keep, Matrices.product(Matrices.inverse(precision), Matrices.transpose(keep)));
  }

  /** The projection that takes constants, lines and parabolas out. */
  private static double[][] withoutParabola(int count) {
    double[][] shapes = new double[3][count];
    for (int i = 0; i < count; i++) {
      double position = 2.0 * i / (count - 1) - 1;
      shapes[0][i] = 1;
      shapes[1][i] = position;
      shapes[2][i] = position * position;
    }
    double[][] projection = Matrices.identity(count);
    for (int s = 0; s < shapes.length; s++) {
      for (int other = 0; other < s; other++) {
        double along = Matrices.dot(shapes[s], shapes[other]);
        for (int i = 0; i < count; i++) {
          shapes[s][i] -= along * shapes[other][i];
        }
      }
      double length = Math.sqrt(Matrices.dot(shapes[s], shapes[s]));
      for (int i = 0; i < count; i++) {
        shapes[s][i] /= length;
      }
      for (int i = 0; i < count; i++) {
        for (int j = 0; j < count; j++) {
          projection[i][j] -= shapes[s][i] * shapes[s][j];
        }
      }
    }
    return projection;
  }
}
