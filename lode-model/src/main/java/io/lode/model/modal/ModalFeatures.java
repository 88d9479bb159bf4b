package io.lode.model.modal;

/**
 * What a modal latent ODE's loss is linear in, along one path: the latent state at each wanted
 * step, and how the weighted sum of the states changes with the other constants.
 *
 * @param states E of every mode, then N of every mode, (time, 2 mode)
 * @param driven {@code sum_i w_i E_i + sum_i v_i N_i}, (time)
 * @param constantSlopes derivative of {@code driven} by a1, a2, b, log g and log k, (time,
 *     constant)
 */
public record ModalFeatures(double[][] states, double[] driven, double[][] constantSlopes) {

  /** Evaluates the modes of a basis along a path. */
  public static ModalFeatures of(ModalBasis basis, ModalParameters parameters, ModalPath path) {
    int modes = basis.modes();
    int times = path.wanted().length;
    double[] weights = new double[2 * modes];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = parameters.weight(i);
    }
    double[][] states = new double[times][2 * modes];
    double[] driven = new double[times];
    double[][] slopes = new double[times][ModalParameters.CONSTANTS];
    ModalState state = new ModalState(basis, parameters);
    int done = 0;
    for (int t = 0; t < times; t++) {
      for (; done < path.wanted()[t]; done++) {
        state.advanceWithSlopes(path.learningRate()[done], path.steps()[done]);
      }
      for (int i = 0; i < modes; i++) {
        states[t][i] = state.bias[i];
        states[t][modes + i] = state.noise[i];
        driven[t] += weights[i] * state.bias[i] + weights[modes + i] * state.noise[i];
        slopes[t][0] += weights[i] * state.biasByBiasExponent[i];
        slopes[t][1] += weights[modes + i] * state.noiseByNoiseExponent[i];
        slopes[t][2] += weights[modes + i] * state.noiseByDriveExponent[i];
        slopes[t][3] +=
            weights[i] * state.biasByGrowth[i] + weights[modes + i] * state.noiseByGrowth[i];
        slopes[t][4] +=
            weights[i] * state.biasByShrinkage[i] + weights[modes + i] * state.noiseByShrinkage[i];
      }
    }
    return new ModalFeatures(states, driven, slopes);
  }
}
