package io.lode.hyperparameter;

import io.lode.forecast.Forecaster;
import io.lode.hyperparameter.EffectRules.Clock;
import io.lode.hyperparameter.EffectRules.RateShift;
import io.lode.hyperparameter.Hyperparameter.Scale;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Chooses which kinds of effects hyperparameters have: by the error on runs whose settings were
 * held out.
 */
final class EffectChoice {

  /** Powers of the batch that may divide the rate: none, that of Adam, that of plain descent. */
  private static final double[] EXPONENTS = {0.5, 1};

  /** Logarithms of factors on the rate, over the range of a number, that are tried. */
  private static final double[] SHIFTS = {-2.3, -1.6, -1.1, -0.7, -0.35, 0.35, 0.7, 1.1, 1.6, 2.3};

  private final Sweep sweep;
  private final HyperparameterRoles roles;
  private final HyperparameterConfig config;
  private final Function<Sweep, ? extends Forecaster> base;
  private final Optional<StepSize> size;
  private final Map<EffectRules, Optional<SettingFolds.Errors>> measured = new HashMap<>();

  EffectChoice(
      Sweep sweep,
      HyperparameterRoles roles,
      HyperparameterConfig config,
      Function<Sweep, ? extends Forecaster> base) {
    this.sweep = sweep;
    this.roles = roles;
    this.config = config;
    this.base = base;
    size = StepSize.of(sweep.runs(), roles);
  }

  /** What the hyperparameters do, by the rules that held-out runs chose. */
  Effects chosen() {
    EffectRules rules = clock();
    EffectFit fit = fit(sweep, rules);
    if (fit.blocked().isPresent()) {
      return fit.blocked().get();
    }
    SettingFolds folds = new SettingFolds(sweep, run -> setting(run, fit.looked()));
    if (size.isPresent()) {
      rules = withExponent(rules, folds);
    }
    Effects effects = fitted(sweep, rules);
    Optional<EffectRules> shifted = shifted(effects, folds);
    if (shifted.isPresent()) {
      rules = shifted.get();
      effects = fitted(sweep, rules);
    }
    return confirmed(effects, folds);
  }

  private static List<String> setting(Run run, VaryingHyperparameters looked) {
    return looked.varying().stream()
        .map(one -> VaryingHyperparameters.value(run, one.name()).text())
        .toList();
  }

  /** Where batch sizes differ, time is counted in what the lengths of the runs agree in. */
  private EffectRules clock() {
    if (size.isEmpty()) {
      return EffectRules.NONE;
    }
    double[] steps = sweep.runs().stream().mapToDouble(run -> Math.log(run.totalSteps())).toArray();
    double[] examples =
        IntStream.range(0, steps.length)
            .mapToDouble(
                i -> steps[i] + Math.log(size.get().of(sweep.runs().get(i).hyperparameters())))
            .toArray();
    Clock clock = variance(examples) < variance(steps) ? Clock.EXAMPLES : Clock.STEPS;
    return new EffectRules(clock, 0, EffectRules.NONE.shifts(), EffectRules.NONE.dropped());
  }

  private static double variance(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    return Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
  }

  /** The power of the batch that divides the rate. */
  private EffectRules withExponent(EffectRules from, SettingFolds folds) {
    Optional<SettingFolds.Errors> least = errors(folds, from);
    EffectRules best = from;
    for (double exponent : EXPONENTS) {
      EffectRules tried = from.with(exponent);
      Optional<SettingFolds.Errors> errors = errors(folds, tried);
      boolean better =
          least.isPresent()
              && errors.isPresent()
              && least.get().beatenBy(errors.get(), best.equals(from) ? config.smallestGain() : 0);
      if (better) {
        least = errors;
        best = tried;
      }
    }
    return best;
  }

  /** Rules in which one more number acts as another rate; empty where that does not help. */
  private Optional<EffectRules> shifted(Effects effects, SettingFolds folds) {
    EffectRules from = effects.rules();
    Forecaster fitted = base.apply(SettledSweep.of(sweep, effects, effects.reference()).sweep());
    double least = effects.cost() - config.smallestEvidence();
    EffectRules best = null;
    for (Hyperparameter one : effects.looked().varying()) {
      if (one.scale() == Scale.LEVELS
          || size.filter(known -> known.names().contains(one.name())).isPresent()) {
        continue;
      }
      double range =
          one.scale() == Scale.LOG ? Math.log(one.high() / one.low()) : one.high() - one.low();
      // Some runs lack it and all others have one value: there is no slope to tell.
      if (!(range > 0)) {
        continue;
      }
      for (double shift : SHIFTS) {
        EffectRules tried = from.with(one.name(), new RateShift(one.scale(), shift / range));
        double cost = Effects.beside(sweep, roles, config, tried, fitted).cost();
        if (cost < least) {
          least = cost;
          best = tried;
        }
      }
    }
    if (best == null) {
      return Optional.empty();
    }
    EffectRules proposed = best;
    Optional<SettingFolds.Errors> without = errors(folds, from);
    Optional<SettingFolds.Errors> with = errors(folds, proposed);
    return without.isPresent()
            && with.isPresent()
            && without.get().beatenBy(with.get(), config.smallestGain())
        ? Optional.of(proposed)
        : Optional.empty();
  }

  /** The effects on the level that held-out runs confirm: all that were found, or none. */
  private Effects confirmed(Effects effects, SettingFolds folds) {
    if (!effects.any()) {
      return effects;
    }
    EffectRules without = effects.rules().without(effects.looked().names());
    Optional<SettingFolds.Errors> plain = errors(folds, without);
    Optional<SettingFolds.Errors> errors = errors(folds, effects.rules());
    return plain.isEmpty() || errors.isEmpty() || plain.get().beatenBy(errors.get(), 0)
        ? effects
        : fitted(sweep, effects.rules().without(effects.used()));
  }

  private Optional<SettingFolds.Errors> errors(SettingFolds folds, EffectRules rules) {
    return measured.computeIfAbsent(rules, tried -> folds.errors(rest -> forecaster(rest, tried)));
  }

  private EffectFit fit(Sweep runs, EffectRules rules) {
    return new EffectFit(runs, roles, config, new Conversion(rules, size));
  }

  /** The effects under some rules, in turn with a forecaster. */
  private Effects fitted(Sweep runs, EffectRules rules) {
    return settled(runs, rules).effects();
  }

  /** What forecasts runs under their own settings. */
  private SettledForecaster forecaster(Sweep rest, EffectRules rules) {
    SettledForecaster settled = settled(rest, rules);
    return settled.effects().any()
        ? SettledForecaster.fitted(rest, settled.effects(), base)
        : settled;
  }

  /** The effects with the forecaster that they were estimated beside. */
  private SettledForecaster settled(Sweep runs, EffectRules rules) {
    EffectFit fit = fit(runs, rules);
    Forecaster plain = base.apply(fit.sweep());
    if (fit.blocked().isPresent()) {
      return SettledForecaster.atReference(plain, fit.blocked().get());
    }
    Effects first = fit.beside(plain);
    if (!first.any()) {
      return SettledForecaster.atReference(plain, first);
    }
    Forecaster again = base.apply(SettledSweep.of(runs, first, first.reference()).sweep());
    return SettledForecaster.atReference(again, fit.beside(again));
  }
}
