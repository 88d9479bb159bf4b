package io.lode.jobs.group;

import io.lode.hyperparameter.EffectWords;
import io.lode.hyperparameter.Effects;
import io.lode.hyperparameter.Hyperparameter;
import io.lode.jobs.conf.settings.TrainSettings;
import io.lode.jobs.store.artifacts.Artifacts;
import io.lode.trajectory.Sweep;
import java.io.Serializable;
import java.util.ArrayList;

/**
 * The hyperparameters of a group and what they do beside the rate.
 *
 * @param varying those that vary, the ones that explain most first
 * @param lines what they do, in words
 * @param leftOut why others do not count, in words
 */
public record GroupSettings(
    ArrayList<Varying> varying, ArrayList<String> lines, ArrayList<String> leftOut)
    implements Serializable {

  /**
   * One that varies.
   *
   * @param name as logged
   * @param scale on which its values are compared, in words
   * @param lowest smallest number; NaN where its values are no numbers
   * @param largest largest number, likewise
   * @param best value of the best run; null where that has none
   * @param used whether its effect is taken off
   * @param explained part of the differences that the rate leaves; NaN where not estimated
   */
  public record Varying(
      String name,
      String scale,
      double lowest,
      double largest,
      String best,
      boolean used,
      double explained)
      implements Serializable {}

  /**
   * Looks at a sweep, by the rules that were chosen for its newest ensemble; where it has none, by
   * the rules that held-out runs choose now.
   *
   * @param artifacts hold the ensemble
   * @throws IllegalArgumentException if no run logged a positive learning rate
   */
  public static GroupSettings of(
      Sweep sweep, Artifacts artifacts, TrainSettings settings, long seed) {
    Effects effects =
        GroupTraining.effects(sweep, artifacts, settings.hyperparameters(), settings.config(seed));
    ArrayList<Varying> varying = new ArrayList<>();
    for (Effects.Effect effect : effects.found()) {
      Hyperparameter one = effect.hyperparameter();
      varying.add(
          new Varying(
              one.name(),
              one.scale().words(),
              one.low(),
              one.high(),
              effects.reference().get(one.name()),
              effect.used(),
              effect.explained()));
    }
    EffectWords words = new EffectWords(effects);
    return new GroupSettings(
        varying, new ArrayList<>(words.lines()), new ArrayList<>(words.leftOut()));
  }
}
