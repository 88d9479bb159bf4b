package io.lode.hyperparameter;

import io.lode.forecast.EvaluatedRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Tells a number that is the peak rate under another name, or always goes with it.
 *
 * <p>A job that follows a published schedule does not use its own peak, and logs the default of it.
 * So the runs without the commonest value are looked at, too.
 *
 * @param runs of one group
 * @param values of one hyperparameter, (run)
 */
record RateInDisguise(
    List<EvaluatedRun> runs, List<HyperparameterValue> values, HyperparameterConfig config) {

  /** Fewest runs whose order is compared where all of them count. */
  private static final int FEWEST_RUNS = 3;

  /** Why the number cannot be told from the rate, as the rest of a sentence; empty where it can. */
  Optional<String> inWords() {
    double order = order(FEWEST_RUNS, value -> true);
    if (order > config.confounded()) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "goes with the peak rate (rank correlation %.2f) and cannot be told from it",
              order));
    }
    HyperparameterValue commonest = commonest();
    // Among a few runs a correlation is chance.
    double others = order(config.fewestVariedRuns(), value -> !value.same(commonest));
    return others > config.confounded()
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "goes with the peak rate where it is not %s (rank correlation %.2f) and cannot be"
                    + " told from it",
                commonest.text(),
                others))
        : Optional.empty();
  }

  /** The value that most runs have. */
  private HyperparameterValue commonest() {
    return values.stream()
        .max(Comparator.comparingLong(value -> values.stream().filter(value::same).count()))
        .orElseThrow();
  }

  /** Size of the rank correlation with the peak rate over numbers that count; 0 for too few. */
  private double order(int fewest, Predicate<HyperparameterValue> counts) {
    List<double[]> pairs = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) instanceof HyperparameterValue.Numeric number && counts.test(number)) {
        double peak = Arrays.stream(runs.get(i).logLearningRate()).max().orElseThrow();
        pairs.add(new double[] {number.value(), peak});
      }
    }
    return pairs.size() < fewest ? 0 : Math.abs(RankCorrelation.of(pairs));
  }
}
