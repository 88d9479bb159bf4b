package io.lode.longrun;

import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How long a run is to be, in the unit that the user thinks in.
 *
 * @param amount over 0 and finite
 * @param unit of it
 */
public record PlannedLength(double amount, Unit unit) implements Serializable {

  /** What a length is counted in. */
  public enum Unit {
    /** Optimiser steps. */
    STEPS("steps"),
    /** Tokens. */
    TOKENS("tokens"),
    /** Examples, or sequences. */
    EXAMPLES("examples");

    private final String label;

    Unit(String label) {
      this.label = label;
    }

    /** The name in commands. */
    public String label() {
      return label;
    }
  }

  /** Hyperparameters that say how many tokens a step has. */
  private static final List<String> TOKENS_A_STEP =
      List.of("tokens_per_step", "tokens_per_batch", "batch_tokens");

  /** Hyperparameters that say how many examples a step has, over all devices first. */
  private static final List<String> EXAMPLES_A_STEP =
      List.of(
          "examples_per_step",
          "sequences_per_step",
          "global_batch_size",
          "total_batch_size",
          "batch_size",
          "batchsize");

  /** Hyperparameters that say how many tokens an example has. */
  private static final List<String> TOKENS_AN_EXAMPLE =
      List.of("sequence_length", "seq_len", "seq_length", "context_length", "block_size");

  /** How many of the unit a step of a run has; empty where its hyperparameters do not say. */
  private OptionalDouble ofOneStep(Run run) {
    OptionalDouble examples = first(run, EXAMPLES_A_STEP);
    OptionalDouble tokens = first(run, TOKENS_AN_EXAMPLE);
    return switch (unit) {
      case STEPS -> OptionalDouble.of(1);
      case EXAMPLES -> examples;
      case TOKENS -> {
        OptionalDouble whole = first(run, TOKENS_A_STEP);
        yield whole.isPresent() || examples.isEmpty() || tokens.isEmpty()
            ? whole
            : OptionalDouble.of(examples.getAsDouble() * tokens.getAsDouble());
      }
    };
  }

  /** The first of some hyperparameters that is a number over 0. */
  private static OptionalDouble first(Run run, List<String> names) {
    Map<String, String> logged = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    logged.putAll(run.hyperparameters());
    return names.stream()
        .filter(logged::containsKey)
        .mapToDouble(name -> number(logged.get(name)))
        .filter(number -> number > 0 && number < Double.POSITIVE_INFINITY)
        .findFirst();
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      // A word says nothing; another name may.
      return Double.NaN;
    }
  }

  /** A length in steps. */
  public static PlannedLength ofSteps(double steps) {
    return new PlannedLength(steps, Unit.STEPS);
  }

  /**
   * The steps of a run of this length in a group, rounded up.
   *
   * @throws IllegalArgumentException if the runs do not say how many tokens or examples a step has,
   *     or say different things
   */
  public long steps(Sweep sweep) {
    TreeSet<Double> sizes = new TreeSet<>();
    int silent = 0;
    for (Run run : sweep.runs()) {
      OptionalDouble size = ofOneStep(run);
      if (size.isPresent()) {
        sizes.add(size.getAsDouble());
      } else {
        silent++;
      }
    }
    if (sizes.isEmpty()) {
      TreeSet<String> known = new TreeSet<>();
      sweep.runs().forEach(run -> known.addAll(run.hyperparameters().keySet()));
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "no run says how many %s a step has; expected the hyperparameter %s, found %s; ask"
                  + " for --steps instead",
              unit.label(),
              unit == Unit.TOKENS
                  ? "tokens_per_step, or batch_size and sequence_length"
                  : "batch_size",
              known.isEmpty() ? "none" : String.join(", ", known)));
    }
    if (sizes.size() > 1) {
      List<String> found = new ArrayList<>();
      sizes.forEach(size -> found.add(String.format(Locale.ROOT, "%.0f", size)));
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the runs have different numbers of %s a step, %s%s; ask for --steps instead",
              unit.label(),
              String.join(", ", found.subList(0, Math.min(6, found.size()))),
              silent > 0 ? ", and " + silent + " do not say" : ""));
    }
    return (long) Math.max(1, Math.ceil(amount / sizes.first() - 1e-9));
  }
}
