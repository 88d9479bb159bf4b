package io.lode.hyperparameter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What hyperparameters do, in words.
 *
 * @param effects what was found
 */
public record EffectWords(Effects effects) {

  /** One sentence for each that varies, without a full stop, then what confounds the rate. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    steps().ifPresent(lines::add);
    effects.tooFew().ifPresent(lines::add);
    for (Effects.Effect effect : effects.found()) {
      String name = effect.hyperparameter().name();
      if (effects.rules().shifts().containsKey(name)) {
        lines.add(shift(effect.hyperparameter()));
      }
      if (effect.used()) {
        lines.add(
            String.format(
                Locale.ROOT,
                "%s (%s) explains %.0f%% of the differences that the rate leaves, and is taken off",
                name,
                effect.hyperparameter().scale().words(),
                100 * effect.explained()));
      } else if (effects.rules().dropped().contains(name)) {
        lines.add(name + " does not help to forecast runs under settings held out, and is dropped");
      } else if (effects.tooFew().isEmpty() && !converted(name)) {
        lines.add(name + " explains nothing beside the rate, and is dropped");
      }
    }
    return lines;
  }

  /** Whether a hyperparameter changes what steps or rates are. */
  private boolean converted(String name) {
    return effects.conversion().names().contains(name);
  }

  /** What time is counted in where batch sizes differ, and what a batch does to the rate. */
  public Optional<String> steps() {
    Conversion conversion = effects.conversion();
    if (conversion.size().isEmpty()) {
      return effects.untoldSteps();
    }
    StepSize size = conversion.size().get();
    double exponent = effects.rules().rateExponent();
    String rate =
        exponent == 0
            ? "the same rate counts as the same"
            : String.format(
                Locale.ROOT,
                "a run of twice the batch counts as one of %.2f times the rate",
                Math.pow(0.5, exponent));
    return Optional.of(
        effects.rules().clock() == EffectRules.Clock.EXAMPLES
            ? "batch sizes differ: runs are compared after the same number of "
                + size.unit().label()
                + ", steps are those of "
                + size.words(effects.reference())
                + "; "
                + rate
            : "batch sizes differ, and runs took the same number of steps: they are compared after"
                + " the same step; "
                + rate);
  }

  private String shift(Hyperparameter one) {
    EffectRules.RateShift shift = effects.rules().shifts().get(one.name());
    double high = shift.log(HyperparameterValue.of(String.valueOf(one.high())));
    double low = shift.log(HyperparameterValue.of(String.valueOf(one.low())));
    return String.format(
        Locale.ROOT,
        "%s acts as another rate: a run at %.4g does as one at %.4g would at %.2g times the rate",
        one.name(),
        one.low(),
        one.high(),
        Math.exp(low - high));
  }

  /** Why each other one does not count, one sentence each; those that never vary in one. */
  public List<String> leftOut() {
    List<String> lines = new ArrayList<>();
    Map<String, String> why = effects.looked().leftOut();
    String constant =
        why.entrySet().stream()
            .filter(entry -> entry.getValue().endsWith(Effects.IN_EVERY_RUN))
            .map(Map.Entry::getKey)
            .collect(Collectors.joining(", "));
    why.forEach(
        (name, reason) -> {
          if (!reason.endsWith(Effects.IN_EVERY_RUN)) {
            lines.add(name + " " + reason);
          }
        });
    if (!constant.isEmpty()) {
      lines.add("the same in every run: " + constant);
    }
    return lines;
  }
}
