package io.lode.hyperparameter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    effects.tooFew().ifPresent(lines::add);
    for (Effects.Effect effect : effects.found()) {
      String name = effect.hyperparameter().name();
      if (effect.used()) {
        lines.add(
            String.format(
                Locale.ROOT,
                "%s (%s) explains %.0f%% of the differences that the rate leaves, and is taken off",
                name,
                effect.hyperparameter().scale().words(),
                100 * effect.explained()));
      } else if (effects.tooFew().isEmpty()) {
        lines.add(name + " explains nothing beside the rate, and is dropped");
      }
    }
    return lines;
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
