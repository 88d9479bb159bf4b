package io.lode.lab.world;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A regression problem set by a random teacher network.
 *
 * <p>Inputs are normal with standard deviations from 1 down to 0.1, log-spaced, so that the loss
 * has directions of very different curvature. The teacher is {@code y = 2 / sqrt(U) sum_u c_u
 * tanh(1.5 x . a_u / sqrt(D))} with D inputs, U = 24 units and standard normal c and a. Training
 * targets carry noise, validation targets none.
 *
 * @param trainingInput (example, input)
 * @param trainingTarget (example)
 * @param validationInput (example, input)
 * @param validationTarget (example)
 */
record RegressionTask(
    float[][] trainingInput,
    float[] trainingTarget,
    float[][] validationInput,
    float[] validationTarget) {

  /** Size of an input. */
  static final int INPUTS = 16;

  private static final int TEACHER_UNITS = 24;
  private static final int TRAINING_EXAMPLES = 60_000;
  private static final int VALIDATION_EXAMPLES = 512;
  private static final double TARGET_NOISE = 0.1;

  /** The problem of a seed. */
  static RegressionTask of(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] weights = new double[TEACHER_UNITS][INPUTS];
    double[] output = new double[TEACHER_UNITS];
    for (int u = 0; u < TEACHER_UNITS; u++) {
      for (int i = 0; i < INPUTS; i++) {
        weights[u][i] = 1.5 * random.nextGaussian() / Math.sqrt(INPUTS);
      }
      output[u] = 2 * random.nextGaussian() / Math.sqrt(TEACHER_UNITS);
    }
    float[][] trainingInput = inputs(TRAINING_EXAMPLES, random);
    float[][] validationInput = inputs(VALIDATION_EXAMPLES, random);
    return new RegressionTask(
        trainingInput,
        targets(trainingInput, weights, output, TARGET_NOISE, random),
        validationInput,
        targets(validationInput, weights, output, 0, random));
  }

  private static float[][] inputs(int examples, RandomGenerator random) {
    double[] deviation = new double[INPUTS];
    for (int i = 0; i < INPUTS; i++) {
      deviation[i] = Math.pow(10, -(double) i / (INPUTS - 1));
    }
    float[][] inputs = new float[examples][INPUTS];
    for (float[] input : inputs) {
      for (int i = 0; i < INPUTS; i++) {
        input[i] = (float) (deviation[i] * random.nextGaussian());
      }
    }
    return inputs;
  }

  private static float[] targets(
      float[][] inputs, double[][] weights, double[] output, double noise, RandomGenerator random) {
    float[] targets = new float[inputs.length];
    for (int example = 0; example < inputs.length; example++) {
      double sum = noise * random.nextGaussian();
      for (int u = 0; u < weights.length; u++) {
        double activation = 0;
        for (int i = 0; i < INPUTS; i++) {
          activation += weights[u][i] * inputs[example][i];
        }
        sum += output[u] * Math.tanh(activation);
      }
      targets[example] = (float) sum;
    }
    return targets;
  }
}
