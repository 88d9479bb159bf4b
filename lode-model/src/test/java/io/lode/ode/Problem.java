package io.lode.ode;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * An initial value problem that carries its exact solution, in double precision.
 *
 * @param name as in the literature
 * @param field right-hand side
 * @param initial state at time 0, (channel)
 * @param until end of time
 * @param exact solution by time, (channel)
 */
record Problem(
    String name,
    VectorField field,
    double[] initial,
    double until,
    DoubleFunction<double[]> exact) {

  @Override
  public String toString() {
    return name;
  }

  /** The initial state as one row. */
  NDArray row(NDManager manager) {
    return Tensors.array(manager, initial, new Shape(1, initial.length), DataType.FLOAT64);
  }

  private static NDArray scalar(NDArray like, double value) {
    return Tensors.scalar(like.getManager(), value, DataType.FLOAT64);
  }

  private static NDArray channel(NDArray state, int channel) {
    return state.get("..., " + channel + ":" + (channel + 1));
  }

  private static NDArray perRow(NDArray state, double[] time, DoubleFunction<Double> function) {
    double[] values = new double[time.length];
    for (int row = 0; row < values.length; row++) {
      values[row] = function.apply(time[row]);
    }
    return values.length == 1
        ? scalar(state, values[0])
        : Tensors.array(state.getManager(), values, new Shape(values.length, 1), DataType.FLOAT64);
  }

  /** A1 of Hull, Enright, Fellen and Sedgwick (1972): decay. */
  static final Problem A1 =
      new Problem("A1", (t, y) -> y.neg(), new double[] {1}, 20, t -> new double[] {Math.exp(-t)});

  /** A2: a Riccati equation. */
  static final Problem A2 =
      new Problem(
          "A2",
          (t, y) -> y.mul(y).mul(y).mul(scalar(y, -0.5)),
          new double[] {1},
          20,
          t -> new double[] {1 / Math.sqrt(1 + t)});

  /** A3: an oscillating rate. */
  static final Problem A3 =
      new Problem(
          "A3",
          (t, y) -> y.mul(perRow(y, t, Math::cos)),
          new double[] {1},
          20,
          t -> new double[] {Math.exp(Math.sin(t))});

  /** A4: the logistic curve. */
  static final Problem A4 =
      new Problem(
          "A4",
          (t, y) -> y.sub(y.mul(y).mul(scalar(y, 0.05))).mul(scalar(y, 0.25)),
          new double[] {1},
          20,
          t -> new double[] {20 / (1 + 19 * Math.exp(-0.25 * t))});

  /** B3: a nonlinear chemical reaction, its first two species in closed form. */
  static final Problem B3 =
      new Problem(
          "B3",
          (t, y) -> {
            NDArray first = channel(y, 0);
            NDArray second = channel(y, 1);
            NDArray square = second.mul(second);
            return NDArrays.concat(
                new NDList(first.neg(), first.sub(square), square), -1 + y.getShape().dimension());
          },
          new double[] {1, 0, 0},
          20,
          Problem::reaction);

  /** y2' = e^-t - y2^2 by Bessel functions is awkward; a fine reference solution serves as well. */
  private static double[] reaction(double until) {
    double second = 0;
    double third = 0;
    int steps = 20_000;
    double h = until / steps;
    for (int i = 0; i < steps; i++) {
      double t = i * h;
      double k1 = Math.exp(-t) - second * second;
      double s2 = second + h / 2 * k1;
      double k2 = Math.exp(-t - h / 2) - s2 * s2;
      double s3 = second + h / 2 * k2;
      double k3 = Math.exp(-t - h / 2) - s3 * s3;
      double s4 = second + h * k3;
      double k4 = Math.exp(-t - h) - s4 * s4;
      third += h / 6 * (second * second + 2 * s2 * s2 + 2 * s3 * s3 + s4 * s4);
      second += h / 6 * (k1 + 2 * k2 + 2 * k3 + k4);
    }
    return new double[] {Math.exp(-until), second, third};
  }

  /** D1 to D5: an orbit of given eccentricity, by Kepler's equation. */
  static Problem orbit(String name, double eccentricity) {
    return new Problem(
        name,
        (t, y) -> {
          NDArray position = y.get("..., 0:2");
          NDArray velocity = y.get("..., 2:4");
          int last = y.getShape().dimension() - 1;
          NDArray square = position.mul(position).sum(new int[] {last}, true);
          NDArray force = position.div(square.mul(square.sqrt())).neg();
          return NDArrays.concat(new NDList(velocity, force), last);
        },
        new double[] {1 - eccentricity, 0, 0, Math.sqrt((1 + eccentricity) / (1 - eccentricity))},
        20,
        t -> kepler(eccentricity, t));
  }

  private static double[] kepler(double e, double t) {
    double u = t;
    for (int i = 0; i < 200; i++) {
      u -= (u - e * Math.sin(u) - t) / (1 - e * Math.cos(u));
    }
    double root = Math.sqrt(1 - e * e);
    double rate = 1 / (1 - e * Math.cos(u));
    return new double[] {
      Math.cos(u) - e, root * Math.sin(u), -Math.sin(u) * rate, root * Math.cos(u) * rate
    };
  }

  /** The problems of Hull et al. with solutions in closed form or by a fine reference. */
  static List<Problem> hull() {
    return List.of(
        A1,
        A2,
        A3,
        A4,
        B3,
        orbit("D1", 0.1),
        orbit("D2", 0.3),
        orbit("D3", 0.5),
        orbit("D4", 0.7),
        orbit("D5", 0.9));
  }
}
