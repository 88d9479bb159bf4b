package io.lode.model.crossgroup;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.lode.model.network.ParameterLayout;
import io.lode.ode.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Infers the code of a group from its runs, the weights held: Gauss-Newton steps towards the most
 * probable code under its expectation.
 *
 * <p>The codes of the runs are integrated out. Derivatives by the code are differences: all moved
 * codes of all members are rows of one batch.
 */
final class CodeFit {

  /** Gauss-Newton steps. Count. */
  private static final int ITERATIONS = 10;

  /** How far a code is moved for its derivative, in standard deviations of codes. */
  private static final double MOVE = 1e-3;

  /** Longest step of a code, in standard deviations of codes. */
  private static final double LONGEST_STEP = 1.5;

  /** Parts of a step that are tried; the best is taken, or none. */
  private static final double[] PARTS = {1, 0.5, 0.2, 0.05};

  /** Number of runs that the usual deviation counts as. */
  private static final double USUAL_RUNS = 2;

  private final CrossModel model;
  private final GroupView group;
  private final int members;
  private final int size;

  /**
   * What was inferred by one member.
   *
   * @param code most probable, (code)
   * @param covariance of it, (code, code)
   * @param deviation of a value around the model, in the group's unit of errors
   */
  record Inferred(double[] code, double[][] covariance, double deviation) {}

  CodeFit(CrossModel model, GroupView group) {
    this.model = model;
    this.group = group;
    members = model.weights().length;
    size = model.config().sizes().code();
  }

  /** Infers the code by every member. */
  List<Inferred> infer() {
    double[][] codes = new double[members][];
    double[] deviations = new double[members];
    for (int m = 0; m < members; m++) {
      codes[m] = model.expectations().get(m).mean().clone();
    }
    double[][][] precision = new double[members][][];
    for (int iteration = 0; iteration <= ITERATIONS; iteration++) {
      double[][][] moved = moved(codes);
      double[][][][] values = predicted(moved);
      double[][] steps = new double[members][];
      for (int m = 0; m < members; m++) {
        deviations[m] = deviation(m, values[m][0]);
        precision[m] = new double[size][];
        steps[m] = step(m, codes[m], values[m], deviations[m], precision[m]);
      }
      if (iteration < ITERATIONS) {
        advance(codes, steps, deviations, values);
      }
    }
    List<Inferred> inferred = new ArrayList<>();
    for (int m = 0; m < members; m++) {
      inferred.add(new Inferred(codes[m], Precision.inverse(precision[m]), deviations[m]));
    }
    return inferred;
  }

  /** The codes, then each moved in one direction, (member, variant, code). */
  private double[][][] moved(double[][] codes) {
    double[][][] moved = new double[members][size + 1][];
    for (int m = 0; m < members; m++) {
      moved[m][0] = codes[m];
      for (int d = 0; d < size; d++) {
        moved[m][d + 1] = codes[m].clone();
        moved[m][d + 1][d] += MOVE;
      }
    }
    return moved;
  }

  /**
   * What the model says where the runs were observed.
   *
   * @param codes (member, variant, code)
   * @return (member, variant, run, interval)
   */
  private double[][][][] predicted(double[][][] codes) {
    int variants = codes[0].length;
    int runs = group.runs().size();
    List<UnitRun> rows = new ArrayList<>();
    double[][][] ofRows = new double[members][variants * runs][];
    for (int v = 0; v < variants; v++) {
      rows.addAll(group.runs());
      for (int m = 0; m < members; m++) {
        for (int r = 0; r < runs; r++) {
          ofRows[m][v * runs + r] = codes[m][v];
        }
      }
    }
    double[][][] borders = borders(model, rows, group.context(), ofRows);
    double[][][][] predicted = new double[members][variants][runs][UnitRun.INTERVALS];
    for (int m = 0; m < members; m++) {
      for (int v = 0; v < variants; v++) {
        for (int r = 0; r < runs; r++) {
          double[] values = borders[m][v * runs + r];
          double[] place = group.runs().get(r).place();
          for (int k = 0; k < UnitRun.INTERVALS; k++) {
            predicted[m][v][r][k] = values[k] + place[k] * (values[k + 1] - values[k]);
          }
        }
      }
    }
    return predicted;
  }

  /**
   * What a model says at the intervals' borders.
   *
   * @param codes (member, run, code)
   * @return (member, run, border)
   */
  static double[][][] borders(
      CrossModel model, List<UnitRun> runs, double[] context, double[][][] codes) {
    int members = codes.length;
    int count = runs.size();
    int size = codes[0][0].length + CrossSizes.CONTEXT;
    ParameterLayout layout = model.config().sizes().layout();
    double[] flat = Arrays.stream(model.weights()).flatMapToDouble(Arrays::stream).toArray();
    double[] given = new double[members * count * size];
    for (int m = 0; m < members; m++) {
      for (int r = 0; r < count; r++) {
        int at = (m * count + r) * size;
        System.arraycopy(codes[m][r], 0, given, at, codes[m][r].length);
        System.arraycopy(context, 0, given, at + codes[m][r].length, CrossSizes.CONTEXT);
      }
    }
    double[][][] borders = new double[members][count][UnitRun.INTERVALS + 1];
    try (NDManager manager = Tensors.manager()) {
      DataType type = DataType.FLOAT64;
      NDArray weights = Tensors.array(manager, flat, new Shape(members, layout.count()), type);
      CrossOde ode =
          new CrossOde(model.config().sizes(), model.readout(), layout, weights, manager);
      double[] values =
          Tensors.values(
              ode.values(
                  CrossOde.Rates.of(manager, runs, type),
                  Tensors.array(manager, given, new Shape(members, count, size), type)));
      for (int k = 0; k <= UnitRun.INTERVALS; k++) {
        for (int m = 0; m < members; m++) {
          for (int r = 0; r < count; r++) {
            borders[m][r][k] = values[(k * members + m) * count + r];
          }
        }
      }
    }
    return borders;
  }

  /** Deviation of the observations, in units of errors: what is usual counts as some runs. */
  private double deviation(int member, double[][] predicted) {
    double usual = model.expectations().get(member).deviation();
    double squares = USUAL_RUNS * usual * usual;
    for (int r = 0; r < predicted.length; r++) {
      UnitRun run = group.runs().get(r);
      for (int k = 0; k < UnitRun.INTERVALS; k++) {
        double error = (predicted[r][k] - run.target()[k]) / group.units().spread();
        double most = CrossFit.OUTLIER * usual;
        squares += run.weight()[k] * Math.min(error * error, most * most);
      }
    }
    return Math.sqrt(squares / (USUAL_RUNS + predicted.length));
  }

  /**
   * The Gauss-Newton step of a member.
   *
   * @param values (variant, run, interval)
   * @param precision of the code around it, filled in, (code, code)
   */
  private double[] step(
      int member, double[] code, double[][][] values, double deviation, double[][] precision) {
    CodeExpectation expected = model.expectations().get(member);
    double[] pull = new double[size];
    for (int i = 0; i < size; i++) {
      precision[i] = expected.precision()[i].clone();
      for (int j = 0; j < size; j++) {
        pull[i] -= expected.precision()[i][j] * (code[j] - expected.mean()[j]);
      }
    }
    double scale = group.units().spread() * deviation;
    for (int r = 0; r < group.runs().size(); r++) {
      UnitRun run = group.runs().get(r);
      double[][] own = new double[size][size];
      double[] ownPull = new double[size];
      for (int k = 0; k < UnitRun.INTERVALS; k++) {
        if (run.weight()[k] == 0) {
          continue;
        }
        double error = (values[0][r][k] - run.target()[k]) / scale;
        double relative = error / CrossFit.OUTLIER;
        double weight =
            model.config().evidence() * run.weight()[k] / Math.sqrt(1 + relative * relative);
        double[] slope = new double[size];
        for (int d = 0; d < size; d++) {
          slope[d] = (values[d + 1][r][k] - values[0][r][k]) / (MOVE * scale);
        }
        for (int i = 0; i < size; i++) {
          ownPull[i] -= weight * slope[i] * error;
          for (int j = 0; j < size; j++) {
            own[i][j] += weight * slope[i] * slope[j];
          }
        }
      }
      Precision.Blurred blurred = Precision.blurred(own, ownPull, model.config().runWidth());
      for (int i = 0; i < size; i++) {
        pull[i] += blurred.pull()[i];
        for (int j = 0; j < size; j++) {
          precision[i][j] += blurred.precision()[i][j];
        }
      }
    }
    double[] step = Precision.solve(precision, pull);
    double length = Math.sqrt(Arrays.stream(step).map(value -> value * value).sum());
    double shrunk = Math.min(1, LONGEST_STEP / Math.max(1e-12, length));
    return Arrays.stream(step).map(value -> shrunk * value).toArray();
  }

  /** Takes the best part of each member's step. */
  private void advance(
      double[][] codes, double[][] steps, double[] deviations, double[][][][] now) {
    double[][][] tried = new double[members][PARTS.length][size];
    for (int m = 0; m < members; m++) {
      for (int p = 0; p < PARTS.length; p++) {
        for (int d = 0; d < size; d++) {
          tried[m][p][d] = codes[m][d] + PARTS[p] * steps[m][d];
        }
      }
    }
    double[][][][] values = predicted(tried);
    for (int m = 0; m < members; m++) {
      double least = cost(m, codes[m], now[m][0], deviations[m]);
      double[] best = codes[m];
      for (int p = 0; p < PARTS.length; p++) {
        double cost = cost(m, tried[m][p], values[m][p], deviations[m]);
        if (cost < least) {
          least = cost;
          best = tried[m][p];
        }
      }
      codes[m] = best;
    }
  }

  /** Negative log probability of a code, the runs' own codes left out. */
  private double cost(int member, double[] code, double[][] predicted, double deviation) {
    CodeExpectation expected = model.expectations().get(member);
    double cost = 0;
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        cost +=
            0.5
                * (code[i] - expected.mean()[i])
                * expected.precision()[i][j]
                * (code[j] - expected.mean()[j]);
      }
    }
    double scale = group.units().spread() * deviation * CrossFit.OUTLIER;
    double outlier = CrossFit.OUTLIER * CrossFit.OUTLIER * model.config().evidence();
    for (int r = 0; r < predicted.length; r++) {
      UnitRun run = group.runs().get(r);
      for (int k = 0; k < UnitRun.INTERVALS; k++) {
        double error = (predicted[r][k] - run.target()[k]) / scale;
        cost += outlier * run.weight()[k] * (Math.sqrt(1 + error * error) - 1);
      }
    }
    return Double.isNaN(cost) ? Double.POSITIVE_INFINITY : cost;
  }
}
