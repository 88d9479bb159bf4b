package io.lode.hyperparameter;

import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * A Gaussian process on the outcomes of runs whose function is a sum: a part of the schedule and a
 * part of each hyperparameter.
 */
final class AdditiveProcess {

  /** Fewest observations that a factor is estimated from; a count. */
  private static final int FEWEST_SEEN = 4;

  private final AdditiveKernel kernel;
  private final double[] outputs;
  private final AdditiveFit.Solved solved;
  private final DMatrixRMaj inverse;

  /**
   * Fits the process.
   *
   * @param outputs outcomes of the runs, (run)
   * @param smallestEvidence gain in log marginal likelihood that a hyperparameter must bring
   * @param allowed which hyperparameters may have a part
   */
  AdditiveProcess(
      AdditiveKernel kernel, double[] outputs, double smallestEvidence, boolean[] allowed) {
    this.kernel = kernel;
    this.outputs = outputs;
    solved = new AdditiveFit(kernel, outputs, smallestEvidence, allowed).fit();
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(outputs.length);
    solver.setA(kernel.covariance(solved.shares()));
    inverse = new DMatrixRMaj(outputs.length, outputs.length);
    solver.invert(inverse);
  }

  /** Whether a hyperparameter has a part. */
  boolean used(int hyperparameter) {
    return solved.shares().ratios()[hyperparameter] > 0;
  }

  /** What a value of a hyperparameter adds to the outcome, around the mean of its prior. */
  double effect(int hyperparameter, HyperparameterValue value) {
    if (!used(hyperparameter)) {
      return 0;
    }
    double sum = 0;
    for (int i = 0; i < outputs.length; i++) {
      sum +=
          solved.weights()[i]
              * kernel.share(
                  solved.shares(), hyperparameter, value, kernel.value(i, hyperparameter));
    }
    return sum;
  }

  /** What all values of a run add to the outcome. */
  double effect(HyperparameterValue[] of) {
    double sum = 0;
    for (int j = 0; j < of.length; j++) {
      sum += effect(j, of[j]);
    }
    return sum;
  }

  /** Standard deviation of the difference between the effects of two sets of values. */
  double deviation(HyperparameterValue[] first, HyperparameterValue[] second) {
    int count = outputs.length;
    double prior = 0;
    double[] covariance = new double[count];
    for (int j = 0; j < first.length; j++) {
      if (used(j)) {
        double ratio = solved.shares().ratios()[j];
        prior += 2 * (ratio - kernel.share(solved.shares(), j, first[j], second[j]));
        for (int i = 0; i < count; i++) {
          covariance[i] +=
              kernel.share(solved.shares(), j, first[j], kernel.value(i, j))
                  - kernel.share(solved.shares(), j, second[j], kernel.value(i, j));
        }
      }
    }
    return posterior(prior, covariance);
  }

  /**
   * Standard deviation of the difference between the effect of values and the mean effect of the
   * runs.
   */
  double deviationFromRuns(HyperparameterValue[] of) {
    int count = outputs.length;
    double prior = 0;
    double[] covariance = new double[count];
    for (int j = 0; j < of.length; j++) {
      if (used(j)) {
        prior += solved.shares().ratios()[j];
        double[] mean = new double[count];
        for (int i = 0; i < count; i++) {
          double toRun = kernel.share(solved.shares(), j, of[j], kernel.value(i, j));
          prior -= 2 * toRun / count;
          covariance[i] += toRun;
          for (int k = 0; k < count; k++) {
            mean[i] +=
                kernel.share(solved.shares(), j, kernel.value(i, j), kernel.value(k, j)) / count;
          }
        }
        for (int i = 0; i < count; i++) {
          prior += mean[i] / count;
          covariance[i] -= mean[i];
        }
      }
    }
    return posterior(prior, covariance);
  }

  /** The standard deviation that is left of a prior variance, given the runs. */
  private double posterior(double prior, double[] covariance) {
    int count = outputs.length;
    double known = 0;
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < count; k++) {
        known += covariance[i] * inverse.get(i, k) * covariance[k];
      }
    }
    return Math.sqrt(Math.max(0, solved.scale() * (prior - known)));
  }

  /** How unlikely the outcomes are: negative log marginal likelihood, up to a constant. */
  double cost() {
    return solved.cost();
  }

  /** Standard deviation of a run around schedule and hyperparameters. */
  double noise() {
    return Math.sqrt(solved.shares().noiseRatio() * solved.scale());
  }

  /**
   * What is left of each run's outcome without the schedule's part and the mean: the effects and
   * the noise, (run).
   */
  double[] besideRate() {
    double[] left = new double[outputs.length];
    for (int i = 0; i < left.length; i++) {
      double rate = 0;
      for (int k = 0; k < left.length; k++) {
        rate += kernel.rate(solved.shares(), i, k) * solved.weights()[k];
      }
      left[i] = outputs[i] - solved.mean() - rate;
    }
    return left;
  }

  /** As {@link #besideRate}, without what the other hyperparameters add, (run). */
  double[] beside(int hyperparameter) {
    double[] left = besideRate();
    for (int i = 0; i < left.length; i++) {
      for (int j = 0; j < kernel.hyperparameters(); j++) {
        left[i] -= j == hyperparameter ? 0 : effect(j, kernel.value(i, j));
      }
    }
    return left;
  }

  /** The value of a run. */
  HyperparameterValue value(int run, int hyperparameter) {
    return kernel.value(run, hyperparameter);
  }

  /**
   * The factor of the runs' effects in other observations of them, such as those at an earlier
   * step.
   *
   * @param observed one value a run; NaN where there is none
   * @param effects of the runs
   * @param prior factor that is expected
   * @param width standard deviation of the factor around that
   */
  double factor(double[] observed, double[] effects, double prior, double width) {
    int[] seen =
        IntStream.range(0, observed.length).filter(i -> Double.isFinite(observed[i])).toArray();
    if (seen.length < FEWEST_SEEN) {
      return prior;
    }
    DMatrixRMaj all = kernel.withoutHyperparameters(solved.shares());
    DMatrixRMaj matrix = new DMatrixRMaj(seen.length, seen.length);
    DMatrixRMaj sides = new DMatrixRMaj(seen.length, 3);
    for (int i = 0; i < seen.length; i++) {
      for (int k = 0; k < seen.length; k++) {
        matrix.set(i, k, all.get(seen[i], seen[k]));
      }
      sides.set(i, 0, observed[seen[i]] - prior * effects[seen[i]]);
      sides.set(i, 1, effects[seen[i]]);
      sides.set(i, 2, 1);
    }
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(seen.length);
    if (!solver.setA(matrix)) {
      return prior;
    }
    DMatrixRMaj solution = new DMatrixRMaj(seen.length, 3);
    solver.solve(sides.copy(), solution);
    double[][] products = new double[3][3];
    for (int a = 0; a < 3; a++) {
      for (int b = 0; b < 3; b++) {
        for (int i = 0; i < seen.length; i++) {
          products[a][b] += sides.get(i, a) * solution.get(i, b);
        }
      }
    }
    double cross = products[0][1] - products[0][2] * products[1][2] / products[2][2];
    double square = products[1][1] - products[1][2] * products[1][2] / products[2][2];
    double rest = products[0][0] - products[0][2] * products[0][2] / products[2][2];
    double scale = Math.max(1e-9, rest / seen.length);
    return prior + cross / (square + scale / (width * width));
  }
}
