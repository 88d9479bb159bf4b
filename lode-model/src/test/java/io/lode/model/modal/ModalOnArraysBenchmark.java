package io.lode.model.modal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.lode.forecast.Outcomes;
import io.lode.ode.GradientTape;
import io.lode.ode.Tensors;
import io.lode.schedule.ParametricSchedules;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The modal latent ODE on DJL's arrays, all members and runs in one batch, beside the product's
 * plain Java: why a group is fitted without DJL. Not among the tests that run by themselves: {@code
 * mvn -B test -pl lode-model -Dtest=ModalOnArraysBenchmark}.
 *
 * <p>Compared are one gradient by DJL and what one step of Levenberg-Marquardt needs: the states
 * with their slopes, and the normal equations.
 */
class ModalOnArraysBenchmark {

  private static final int RUNS = 20;
  private static final int MEMBERS = 8;
  private static final double TOTAL = 6000;
  private static final int REPEATS = 60;
  private static final DataType TYPE = DataType.FLOAT64;

  private final ModalBasis basis = ModalBasis.of(ModalGridConfig.standard(), 0.1, 0.1, TOTAL);
  private final int modes = basis.modes();
  private final List<ModalPath> paths = paths();
  private final double[][] parameters = parameters();
  private final double[][] observed = observed();

  private static List<ModalPath> paths() {
    double[] steps = new double[Outcomes.INTERVALS];
    for (int t = 0; t < steps.length; t++) {
      steps[t] = TOTAL * (t + 1) / steps.length;
    }
    List<ModalPath> paths = new ArrayList<>();
    for (int run = 0; run < RUNS; run++) {
      double peak = 0.1 * Math.exp(-0.2 * run);
      paths.add(
          ModalPath.of(
              ParametricSchedules.cosine(peak, peak / 50, TOTAL), steps, TOTAL / steps.length));
    }
    return paths;
  }

  private double[][] parameters() {
    SplittableRandom random = new SplittableRandom(1);
    double[][] parameters = new double[MEMBERS][ModalParameters.count(modes)];
    for (double[] member : parameters) {
      member[0] = Math.log(0.3) + 0.1 * random.nextGaussian();
      for (int i = 0; i < 2 * modes; i++) {
        member[1 + i] = Math.log(0.05) + 0.3 * random.nextGaussian();
      }
      member[1 + 2 * modes] = 1;
      member[2 + 2 * modes] = 0.8;
      member[3 + 2 * modes] = 1;
      // The arrays know nothing of the weight norm: it stays at 1.
      member[4 + 2 * modes] = Double.NEGATIVE_INFINITY;
      member[5 + 2 * modes] = Double.NEGATIVE_INFINITY;
    }
    return parameters;
  }

  private double[][] observed() {
    double[][] observed = new double[RUNS][];
    for (int run = 0; run < RUNS; run++) {
      double[] driven =
          ModalFeatures.of(basis, new ModalParameters(parameters[0]), paths.get(run)).driven();
      observed[run] = new double[driven.length];
      for (int t = 0; t < driven.length; t++) {
        observed[run][t] = Math.log(0.3 + driven[t]);
      }
    }
    return observed;
  }

  /** Half the squared error of the log loss, summed over members, runs and times. */
  private double costInJava() {
    double cost = 0;
    for (double[] member : parameters) {
      ModalParameters shared = new ModalParameters(member);
      for (int run = 0; run < RUNS; run++) {
        double[] driven = ModalFeatures.of(basis, shared, paths.get(run)).driven();
        for (int t = 0; t < driven.length; t++) {
          double error = Math.log(shared.floor() + driven[t]) - observed[run][t];
          cost += 0.5 * error * error;
        }
      }
    }
    return cost;
  }

  /** What a step of Levenberg-Marquardt needs, for every member. */
  private double stepInJava(ModalPrior prior) {
    double sum = 0;
    for (double[] member : parameters) {
      ModalParameters shared = new ModalParameters(member);
      double[] row = new double[member.length];
      double[] start = member.clone();
      start[start.length - 2] = 0;
      start[start.length - 1] = 0;
      NormalEquations equations = new NormalEquations(prior, start, new double[RUNS], 2500);
      for (int run = 0; run < RUNS; run++) {
        ModalFeatures features = ModalFeatures.of(basis, shared, paths.get(run));
        for (int t = 0; t < features.driven().length; t++) {
          double loss = shared.floor() + features.driven()[t];
          row[0] = shared.floor() / loss;
          for (int i = 0; i < 2 * modes; i++) {
            row[1 + i] = features.states()[t][i] * shared.weight(i) / loss;
          }
          for (int e = 0; e < ModalParameters.EXPONENTS; e++) {
            row[1 + 2 * modes + e] = features.constantSlopes()[t][e] / loss;
          }
          double residual = Math.log(loss) - observed[run][t];
          equations.add(run, row, features.driven()[t] / loss, residual, 1e4);
        }
      }
      sum += equations.solve(0.01).shared()[0];
    }
    return sum;
  }

  /** The inputs on arrays: everything but the parameters. */
  private final class OnArrays implements AutoCloseable {
    private final NDManager manager = Tensors.manager();
    private final NDArray logRate;
    private final NDArray duration;
    private final NDArray damping;
    private final NDArray rates;
    private final NDArray target;
    private final NDArray half;
    private final NDArray one;
    private final NDArray minusOne;
    private final NDList leaves = new NDList();

    OnArrays() {
      int times = Outcomes.INTERVALS;
      double[] logs = new double[times * RUNS];
      double[] durations = new double[logs.length];
      double[] dampings = new double[logs.length * modes];
      double[] targets = new double[logs.length];
      for (int t = 0; t < times; t++) {
        for (int run = 0; run < RUNS; run++) {
          int at = t * RUNS + run;
          double x = paths.get(run).learningRate()[t] / basis.referenceLearningRate();
          logs[at] = Math.log(x);
          durations[at] = paths.get(run).steps()[t] / basis.referenceSteps();
          targets[at] = observed[run][t];
          for (int i = 0; i < modes; i++) {
            double lambda = basis.rates()[i];
            dampings[at * modes + i] = lambda * (1 - x * lambda / basis.stabilityLimit());
          }
        }
      }
      logRate = Tensors.array(manager, logs, new Shape(times, 1, RUNS, 1), TYPE);
      duration = Tensors.array(manager, durations, new Shape(times, 1, RUNS, 1), TYPE);
      damping = Tensors.array(manager, dampings, new Shape(times, 1, RUNS, modes), TYPE);
      rates = Tensors.array(manager, basis.rates(), new Shape(modes), TYPE);
      target = Tensors.array(manager, targets, new Shape(times, 1, RUNS), TYPE);
      half = Tensors.scalar(manager, 0.5, TYPE);
      one = Tensors.scalar(manager, 1, TYPE);
      minusOne = Tensors.scalar(manager, -1, TYPE);
      leaf(0, 1);
      leaf(1, modes);
      leaf(1 + modes, modes);
      for (int e = 0; e < ModalParameters.EXPONENTS; e++) {
        leaf(1 + 2 * modes + e, 1);
      }
    }

    private void leaf(int from, int count) {
      double[] values = new double[MEMBERS * count];
      for (int m = 0; m < MEMBERS; m++) {
        System.arraycopy(parameters[m], from, values, m * count, count);
      }
      leaves.add(Tensors.array(manager, values, new Shape(MEMBERS, 1, count), TYPE));
    }

    /** Leaves: floor, bias weights, noise weights, a1, a2, b, each (member, 1, value). */
    private NDArray cost(NDList at) {
      NDArray biasDecay = at.get(3).mul(logRate).exp().mul(duration).mul(damping);
      NDArray speed = at.get(4).mul(logRate).exp();
      NDArray noiseDecay = speed.mul(duration).mul(damping);
      NDArray bias = biasDecay.cumSum(0).mul(minusOne).exp();
      NDArray kept = noiseDecay.mul(minusOne).exp();
      NDArray drive = at.get(5).mul(logRate).exp().mul(speed).mul(duration);
      NDArray gained = kept.mul(minusOne).add(one).div(noiseDecay).mul(drive).mul(rates);
      NDList noise = new NDList();
      NDArray state = gained.get(0);
      noise.add(state);
      for (int t = 1; t < Outcomes.INTERVALS; t++) {
        state = state.mul(kept.get(t)).add(gained.get(t));
        noise.add(state);
      }
      NDArray noises = NDArrays.stack(noise);
      NDArray driven =
          bias.mul(at.get(1).exp()).add(noises.mul(at.get(2).exp())).sum(new int[] {3});
      NDArray floor = at.get(0).exp().reshape(MEMBERS, 1);
      NDArray error = driven.add(floor).log().sub(target);
      return error.mul(error).sum().mul(half);
    }

    /** Value and gradient. */
    double gradient() {
      try (GradientTape.Evaluation evaluation = GradientTape.evaluate(leaves, this::cost)) {
        return evaluation.value();
      }
    }

    @Override
    public void close() {
      manager.close();
    }
  }

  private static double milliseconds(Runnable work) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    for (int i = 0; i < REPEATS; i++) {
      work.run();
    }
    long start = threads.getCurrentThreadCpuTime();
    for (int i = 0; i < REPEATS; i++) {
      work.run();
    }
    return (threads.getCurrentThreadCpuTime() - start) * 1e-6 / REPEATS;
  }

  @Test
  void bothComputeTheSameAndTakeThisLong() {
    ModalPrior prior =
        ModalPrior.of(
            basis, 0.5, 0.9, ModalPriorConfig.standard(), new WeightNormPrior(0, 1, 0, 1));
    try (OnArrays arrays = new OnArrays()) {
      double inJava = costInJava();
      assertThat(arrays.gradient()).isCloseTo(inJava, within(1e-9 * inJava));
      double java = milliseconds(() -> stepInJava(prior));
      double djl = milliseconds(arrays::gradient);
      System.out.printf(
          Locale.ROOT,
          "%d members, %d runs of %d points, processor time: a step of Levenberg-Marquardt with its"
              + " Jacobian in Java %.1f ms, a gradient in DJL %.1f ms%n",
          MEMBERS,
          RUNS,
          Outcomes.INTERVALS,
          java,
          djl);
    }
  }
}
