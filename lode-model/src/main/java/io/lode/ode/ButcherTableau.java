package io.lode.ode;

/**
 * The coefficients of an explicit Runge-Kutta method with its continuous extension.
 *
 * <p>One step of length h from y: {@code k_i = f(t + c_i h, y + h sum_j a_ij k_j)}, {@code y(t +
 * theta h) = y + h sum_i b_i(theta) k_i} for theta in [0, 1], where {@code b_i(theta) = sum_d
 * dense[i][d] theta^(d+1)} and {@code b_i(1) = b_i}. No method needs an evaluation beyond its
 * stages for dense output.
 *
 * @param name as in commands and reports
 * @param order of convergence of the step
 * @param denseOrder order of convergence of the dense output inside a step
 * @param nodes c, (stage)
 * @param stages a, lower triangular, row i holds i values, (stage, earlier stage)
 * @param weights b, (stage)
 * @param errorWeights b minus the weights of the embedded method, (stage); empty where there is
 *     none
 * @param dense polynomial coefficients of the continuous extension, (stage, degree - 1)
 */
public record ButcherTableau(
    String name,
    int order,
    int denseOrder,
    double[] nodes,
    double[][] stages,
    double[] weights,
    double[] errorWeights,
    double[][] dense) {

  /** Euler's method. */
  public static final ButcherTableau EULER =
      new ButcherTableau(
          "euler",
          1,
          1,
          new double[] {0},
          new double[][] {{}},
          new double[] {1},
          new double[] {},
          new double[][] {{1}});

  /** Heun's method of order 2 with Euler's embedded. */
  public static final ButcherTableau HEUN =
      new ButcherTableau(
          "heun",
          2,
          2,
          new double[] {0, 1},
          new double[][] {{}, {1}},
          new double[] {0.5, 0.5},
          new double[] {-0.5, 0.5},
          new double[][] {{1, -0.5}, {0, 0.5}});

  /** The midpoint rule of order 2, whose second stage lies inside the step. */
  public static final ButcherTableau MIDPOINT =
      new ButcherTableau(
          "midpoint",
          2,
          2,
          new double[] {0, 0.5},
          new double[][] {{}, {0.5}},
          new double[] {0, 1},
          new double[] {},
          new double[][] {{1, -1}, {0, 1}});

  /** The classical method of order 4, its continuous extension of order 3. */
  public static final ButcherTableau RK4 =
      new ButcherTableau(
          "rk4",
          4,
          3,
          new double[] {0, 0.5, 0.5, 1},
          new double[][] {{}, {0.5}, {0, 0.5}, {0, 0, 1}},
          new double[] {1.0 / 6, 1.0 / 3, 1.0 / 3, 1.0 / 6},
          new double[] {},
          new double[][] {
            {1, -1.5, 2.0 / 3}, {0, 1, -2.0 / 3}, {0, 1, -2.0 / 3}, {0, -0.5, 2.0 / 3}
          });

  /** Dormand and Prince (1980), 5(4); continuous extension by Shampine (1986). */
  public static final ButcherTableau DORMAND_PRINCE =
      new ButcherTableau(
          "dopri5",
          5,
          4,
          new double[] {0, 1.0 / 5, 3.0 / 10, 4.0 / 5, 8.0 / 9, 1, 1},
          new double[][] {
            {},
            {1.0 / 5},
            {3.0 / 40, 9.0 / 40},
            {44.0 / 45, -56.0 / 15, 32.0 / 9},
            {19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729},
            {9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656},
            {35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84}
          },
          new double[] {35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84, 0},
          new double[] {
            71.0 / 57600, 0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525, -1.0 / 40
          },
          new double[][] {
            {
              1,
              -8048581381.0 / 2820520608.0,
              8663915743.0 / 2820520608.0,
              -12715105075.0 / 11282082432.0
            },
            {0, 0, 0, 0},
            {
              0,
              131558114200.0 / 32700410799.0,
              -68118460800.0 / 10900136933.0,
              87487479700.0 / 32700410799.0
            },
            {
              0,
              -1754552775.0 / 470086768.0,
              14199869525.0 / 1410260304.0,
              -10690763975.0 / 1880347072.0
            },
            {
              0,
              127303824393.0 / 49829197408.0,
              -318862633887.0 / 49829197408.0,
              701980252875.0 / 199316789632.0
            },
            {
              0, -282668133.0 / 205662961.0, 2019193451.0 / 616988883.0, -1453857185.0 / 822651844.0
            },
            {0, 40617522.0 / 29380423.0, -110615467.0 / 29380423.0, 69997945.0 / 29380423.0}
          });

  /** Tsitouras (2011), 5(4), with the continuous extension of that paper. */
  public static final ButcherTableau TSITOURAS =
      new ButcherTableau(
          "tsit5",
          5,
          4,
          new double[] {0, 0.161, 0.327, 0.9, 0.9800255409045097, 1, 1},
          new double[][] {
            {},
            {0.161},
            {-0.008480655492356989, 0.335480655492357},
            {2.8971530571054935, -6.359448489975075, 4.3622954328695815},
            {5.325864828439257, -11.748883564062828, 7.4955393428898365, -0.09249506636175525},
            {
              5.86145544294642,
              -12.92096931784711,
              8.159367898576159,
              -0.071584973281401,
              -0.028269050394068383
            },
            {
              0.09646076681806523,
              0.01,
              0.4798896504144996,
              1.379008574103742,
              -3.290069515436081,
              2.324710524099774
            }
          },
          new double[] {
            0.09646076681806523,
            0.01,
            0.4798896504144996,
            1.379008574103742,
            -3.290069515436081,
            2.324710524099774,
            0
          },
          new double[] {
            -0.001780011052225777,
            -0.0008164344596567469,
            0.007880878010261995,
            -0.1447110071732629,
            0.5823571654525552,
            -0.45808210592918697,
            0.015151515151515152
          },
          new double[][] {
            linearTimes(
                -1.0530884977290216, -1.329989018975141, 1.4364028541716352, 0.7139816917074209),
            quadratic(0.1017, 2.1966568338249752, 1.294985250737463),
            quadratic(2.490627285651253, 2.3853564547206165, 1.5780346820809248),
            roots(-16.548102889244902, 1.2171292729553325, 0.6162040603780009),
            roots(47.37952196281928, 1.2030712083723627, 0.6580472926535473),
            roots(-34.87065786149661, 1.2, 2.0 / 3),
            roots(2.5, 1, 0.6)
          });

  /** Whether a step's last stage is the first one of the next, so that it is evaluated once. */
  public boolean firstSameAsLast() {
    int last = weights.length - 1;
    if (last == 0 || nodes[last] != 1 || weights[last] != 0) {
      return false;
    }
    for (int i = 0; i < last; i++) {
      if (stages[last][i] != weights[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether there is an embedded method that a step size can be controlled by. */
  public boolean embedded() {
    return errorWeights.length > 0;
  }

  /** Number of stages. */
  public int stageCount() {
    return weights.length;
  }

  /** The weights of the continuous extension at a part of the step, (stage). */
  public double[] denseWeights(double theta) {
    double[] at = new double[dense.length];
    for (int i = 0; i < at.length; i++) {
      for (int d = dense[i].length - 1; d >= 0; d--) {
        at[i] = (at[i] + dense[i][d]) * theta;
      }
    }
    return at;
  }

  /** {@code s theta (theta + first) (theta^2 - p theta + q)}. */
  private static double[] linearTimes(double s, double first, double p, double q) {
    return new double[] {s * first * q, s * (q - first * p), s * (first - p), s};
  }

  /** {@code s theta^2 (theta^2 - p theta + q)}. */
  private static double[] quadratic(double s, double p, double q) {
    return new double[] {0, s * q, -s * p, s};
  }

  /** {@code s theta^2 (theta - first) (theta - second)}. */
  private static double[] roots(double s, double first, double second) {
    return quadratic(s, first + second, first * second);
  }

  @Override
  public String toString() {
    return name;
  }
}
