package io.lode.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.lode.model.latent.LatentOde;
import io.lode.ode.OdeSolver;
import io.lode.ode.StepPlan;
import io.lode.ode.Tensors;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * What the path-length term is for, on the systems of arXiv:2410.08923: series of a known system
 * are fitted up to a time and extrapolated to twice that time.
 */
public final class PathStudy {

  private static final int SERIES = 64;
  private static final int HELD_OUT = 32;
  private static final int OBSERVED = 40;
  private static final double NOISE = 0.02;

  /** A system with known dynamics, of two channels. */
  public enum Dynamics {
    /** A harmonic oscillator of period 1 whose velocity decays at rate one half. */
    DAMPED_OSCILLATOR(2) {
      @Override
      double[] initial(SplittableRandom random) {
        return new double[] {random.nextDouble(-1, 1), 2 * random.nextDouble(-1, 1)};
      }

      @Override
      double[] slope(double[] state) {
        return new double[] {2 * Math.PI * state[1], -2 * Math.PI * state[0] - 0.5 * state[1]};
      }
    },
    /** Prey and predators. */
    LOTKA_VOLTERRA(8) {
      @Override
      double[] initial(SplittableRandom random) {
        return new double[] {random.nextDouble(0.5, 1.5), random.nextDouble(0.5, 1.5)};
      }

      @Override
      double[] slope(double[] state) {
        double met = state[0] * state[1];
        return new double[] {2.0 / 3 * state[0] - 4.0 / 3 * met, met - state[1]};
      }
    };

    private final double until;

    Dynamics(double until) {
      this.until = until;
    }

    abstract double[] initial(SplittableRandom random);

    abstract double[] slope(double[] state);

    /** States at equal times up to twice the fitted time, by RK4 with small steps. */
    double[][] series(SplittableRandom random) {
      double[] state = initial(random);
      double[][] series = new double[2 * OBSERVED][];
      int substeps = 20;
      double h = until / OBSERVED / substeps;
      for (int t = 0; t < series.length; t++) {
        series[t] = state.clone();
        for (int s = 0; s < substeps; s++) {
          double[] k1 = slope(state);
          double[] k2 = slope(moved(state, k1, h / 2));
          double[] k3 = slope(moved(state, k2, h / 2));
          double[] k4 = slope(moved(state, k3, h));
          for (int c = 0; c < state.length; c++) {
            state[c] += h / 6 * (k1[c] + 2 * k2[c] + 2 * k3[c] + k4[c]);
          }
        }
      }
      return series;
    }

    private static double[] moved(double[] state, double[] slope, double h) {
      double[] moved = state.clone();
      for (int c = 0; c < moved.length; c++) {
        moved[c] += h * slope[c];
      }
      return moved;
    }
  }

  /**
   * Errors on series that were not fitted, from the noisy first half of each.
   *
   * @param fitted root mean square error up to the fitted time, in standard deviations of the data
   * @param extrapolated likewise from there to twice that time
   */
  public record Errors(double fitted, double extrapolated) {}

  private PathStudy() {}

  /** Fits a system's series and measures the error on others; members are averaged. */
  public static Errors run(Dynamics system, LatentConfig config) {
    SplittableRandom random = new SplittableRandom(config.seed());
    double[][][] truth = new double[SERIES + HELD_OUT][][];
    double[] mean = new double[2];
    double[] squares = new double[2];
    for (int i = 0; i < truth.length; i++) {
      truth[i] = system.series(random);
      for (double[] state : truth[i]) {
        for (int c = 0; c < 2; c++) {
          mean[c] += state[c] / truth.length / truth[i].length;
          squares[c] += state[c] * state[c] / truth.length / truth[i].length;
        }
      }
    }
    double[][][] observed = new double[truth.length][OBSERVED][2];
    for (int i = 0; i < truth.length; i++) {
      for (int t = 0; t < truth[i].length; t++) {
        for (int c = 0; c < 2; c++) {
          truth[i][t][c] = (truth[i][t][c] - mean[c]) / Math.sqrt(squares[c] - mean[c] * mean[c]);
          if (t < OBSERVED) {
            observed[i][t][c] = truth[i][t][c] + NOISE * random.nextGaussian();
          }
        }
      }
    }
    TimeSeries series = new TimeSeries(Arrays.copyOf(observed, SERIES), system.until / OBSERVED);
    LatentFit fit = new LatentFit(config, series, WindowChoice.RANDOM, DataType.FLOAT32);
    fit.runTo(config.steps());
    return errors(fit, config, series.spacing(), truth, observed);
  }

  private static Errors errors(
      LatentFit fit,
      LatentConfig config,
      double spacing,
      double[][][] truth,
      double[][][] observed) {
    int members = config.members();
    double[] inputs = new double[OBSERVED * members * HELD_OUT * 3];
    int at = 0;
    for (int t = 0; t < OBSERVED; t++) {
      for (int row = 0; row < members * HELD_OUT; row++) {
        double[] values = observed[SERIES + row % HELD_OUT][t];
        inputs[at++] = t * spacing;
        inputs[at++] = values[0];
        inputs[at++] = values[1];
      }
    }
    double[] times = new double[2 * OBSERVED];
    for (int t = 0; t < times.length; t++) {
      times[t] = t * spacing;
    }
    double[] features;
    try (NDManager manager = Tensors.manager()) {
      double[] flat =
          Arrays.stream(fit.checkpoint().parameters()).flatMapToDouble(Arrays::stream).toArray();
      LatentOde model =
          new LatentOde(
              fit.layout(),
              Tensors.array(
                  manager, flat, new Shape(members, fit.layout().count()), DataType.FLOAT32));
      NDArray windows =
          Tensors.array(
              manager, inputs, new Shape(OBSERVED, members, HELD_OUT, 3), DataType.FLOAT32);
      StepPlan plan =
          StepPlan.fixed(0, times[times.length - 1], 2 * OBSERVED / config.intervalsPerStep());
      features =
          Tensors.values(
              model.read(
                  model.states(
                      model.encode(windows), new OdeSolver(config.method()), plan, times)));
    }
    double[] squares = new double[2];
    for (int t = 0; t < times.length; t++) {
      for (int row = 0; row < HELD_OUT; row++) {
        for (int c = 0; c < 2; c++) {
          double predicted = 0;
          for (int member = 0; member < members; member++) {
            predicted += features[((t * members + member) * HELD_OUT + row) * 2 + c] / members;
          }
          double error = predicted - truth[SERIES + row][t][c];
          squares[t / OBSERVED] += error * error / (OBSERVED * HELD_OUT * 2);
        }
      }
    }
    return new Errors(Math.sqrt(squares[0]), Math.sqrt(squares[1]));
  }
}
