package io.lode.hyperparameter;

import io.lode.hyperparameter.Hyperparameter.Scale;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which kinds of effects hyperparameters have, as held-out runs chose them.
 *
 * @param clock what time is counted in where batch sizes differ
 * @param rateExponent a run of k times the batch acts as one with its rates divided by k to this
 *     power: 1 for plain gradient descent, 1/2 for Adam, 0 where the batch does not matter
 * @param shifts hyperparameters that act as another learning rate, by name
 * @param dropped hyperparameters whose effect on the outcome does not help, by name
 */
public record EffectRules(
    Clock clock, double rateExponent, TreeMap<String, RateShift> shifts, TreeSet<String> dropped)
    implements Serializable {

  /** What time is counted in. */
  public enum Clock {
    /** Optimiser steps: runs of other batch sizes took the same number of them. */
    STEPS,
    /** Examples, or tokens where those were logged. */
    EXAMPLES
  }

  /**
   * How a number acts as another learning rate.
   *
   * @param scale on which it does
   * @param slope of the logarithm of the rate, by the number or its logarithm
   */
  public record RateShift(Scale scale, double slope) implements Serializable {

    /** The logarithm of the factor on the rate; 0 where the value is no number. */
    double log(HyperparameterValue value) {
      if (!(value instanceof HyperparameterValue.Numeric number)
          || (scale == Scale.LOG && !(number.value() > 0))) {
        return 0;
      }
      return slope * (scale == Scale.LOG ? Math.log(number.value()) : number.value());
    }
  }

  private static final String SEPARATOR = "\n";
  private static final String NAME = "\t";

  /** Steps are steps, and hyperparameters change the level alone. */
  public static final EffectRules NONE =
      new EffectRules(Clock.STEPS, 0, new TreeMap<>(), new TreeSet<>());

  /** Copies the collections. */
  public EffectRules {
    shifts = new TreeMap<>(shifts);
    dropped = new TreeSet<>(dropped);
  }

  EffectRules with(double otherExponent) {
    return new EffectRules(clock, otherExponent, shifts, dropped);
  }

  EffectRules with(String name, RateShift shift) {
    TreeMap<String, RateShift> more = new TreeMap<>(shifts);
    more.put(name, shift);
    return new EffectRules(clock, rateExponent, more, dropped);
  }

  EffectRules without(Iterable<String> names) {
    TreeSet<String> more = new TreeSet<>(dropped);
    names.forEach(more::add);
    return new EffectRules(clock, rateExponent, shifts, more);
  }

  /** As one text, for a card. */
  public String text() {
    List<String> lines = new ArrayList<>();
    lines.add("clock" + NAME + clock);
    lines.add("rate" + NAME + rateExponent);
    shifts.forEach(
        (name, shift) ->
            lines.add("shift" + NAME + shift.scale() + NAME + shift.slope() + NAME + name));
    dropped.forEach(name -> lines.add("dropped" + NAME + name));
    return String.join(SEPARATOR, lines);
  }

  /**
   * Reads a text.
   *
   * @param text null for {@link #NONE}: ensembles of earlier builds say nothing
   * @throws IllegalArgumentException if it is not what {@link #text} writes
   */
  public static EffectRules parse(String text) {
    EffectRules rules = NONE;
    if (text == null) {
      return rules;
    }
    for (String line : text.lines().toList()) {
      String[] parts = line.split(NAME, 4);
      try {
        rules =
            switch (parts[0]) {
              case "clock" ->
                  new EffectRules(
                      Clock.valueOf(parts[1]), rules.rateExponent, rules.shifts, rules.dropped);
              case "rate" -> rules.with(Double.parseDouble(parts[1]));
              case "shift" ->
                  rules.with(
                      parts[3],
                      new RateShift(Scale.valueOf(parts[1]), Double.parseDouble(parts[2])));
              case "dropped" -> rules.without(List.of(line.split(NAME, 2)[1]));
              default -> throw new IllegalArgumentException("unknown");
            };
      } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "the effects of hyperparameters must be lines that begin with clock, rate, shift or"
                    + " dropped, found '%s'; run lode train again",
                line),
            e);
      }
    }
    return rules;
  }
}
