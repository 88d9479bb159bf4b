package io.lode.model.modal;

import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is expected of the two constants of {@link WeightNorm} before a run of the group is seen.
 *
 * <p>Adam's updates have a root mean square of about the rate, whatever the gradient. With weights
 * that start at a known standard deviation, {@code g = (rate / start)^2 steps}. Decoupled weight
 * decay gives {@code k = decay rate steps}. Of other optimizers nothing is known but that the
 * effect may be absent.
 *
 * @param logGrowth mean of log g
 * @param growthWidth standard deviation of log g
 * @param logShrinkage mean of log k
 * @param shrinkageWidth standard deviation of log k
 */
public record WeightNormPrior(
    double logGrowth, double growthWidth, double logShrinkage, double shrinkageWidth) {

  /** Optimizers whose update does not depend on the size of the gradient, as parts of a name. */
  private static final List<String> NORMALISED_UPDATES = List.of("adam", "lion", "lamb", "muon");

  /** Names under which trackers log the weight decay. */
  private static final List<String> WEIGHT_DECAY_NAMES =
      List.of("weight_decay", "weightdecay", "weight-decay", "wd", "optimizer.weight_decay");

  /** The expectation for a group in the units of a basis. */
  static WeightNormPrior of(Sweep sweep, ModalBasis basis, WeightNormConfig config) {
    String optimizer = sweep.group().optimizer().toLowerCase(Locale.ROOT);
    if (NORMALISED_UPDATES.stream().noneMatch(optimizer::contains)) {
      return new WeightNormPrior(
          config.otherNormConstant(),
          config.otherNormWidth(),
          config.otherNormConstant(),
          config.otherNormWidth());
    }
    double rate = basis.referenceLearningRate();
    double start = rate / config.initialWeight();
    double decay = weightDecay(sweep);
    boolean logged = decay > 0;
    return new WeightNormPrior(
        Math.log(start * start * basis.referenceSteps()),
        config.normGrowthWidth(),
        Math.log((logged ? decay : config.usualWeightDecay()) * rate * basis.referenceSteps()),
        logged ? config.loggedDecayWidth() : config.assumedDecayWidth());
  }

  /** The norm that is expected after one reference length at the reference rate. */
  double normAfterReference() {
    WeightNorm norm = new WeightNorm(Math.exp(logGrowth), Math.exp(logShrinkage));
    norm.advance(1, 1);
    return norm.norm();
  }

  /** The median of the weight decays that runs logged, 0 where none did. */
  private static double weightDecay(Sweep sweep) {
    double[] logged =
        sweep.runs().stream()
            .mapToDouble(WeightNormPrior::weightDecay)
            .filter(d -> d > 0)
            .toArray();
    Arrays.sort(logged);
    return logged.length == 0 ? 0 : logged[logged.length / 2];
  }

  private static double weightDecay(Run run) {
    for (Map.Entry<String, String> entry : new TreeMap<>(run.hyperparameters()).entrySet()) {
      if (WEIGHT_DECAY_NAMES.contains(entry.getKey().toLowerCase(Locale.ROOT))) {
        try {
          return Double.parseDouble(entry.getValue().strip());
        } catch (NumberFormatException e) {
          return 0;
        }
      }
    }
    return 0;
  }
}
