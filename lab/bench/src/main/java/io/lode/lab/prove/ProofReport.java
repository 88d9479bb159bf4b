package io.lode.lab.prove;

import io.lode.lab.prove.ProofDefinition.Outcome;
import io.lode.lab.prove.TrialOutcomes.Judged;
import io.lode.trajectory.Direction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;

/**
 * A head-to-head in numbers and as a page.
 *
 * @param outcome what the numbers are
 * @param entries as they were judged, the best run of the sweep first
 */
public record ProofReport(Outcome outcome, List<ProofEntry> entries) {

  /** Copies the list. */
  public ProofReport {
    entries = List.copyOf(entries);
  }

  /** The entry of others with the best mean in the test. */
  private Optional<ProofEntry> bestBaseline() {
    double sign = outcome.testDirection() == Direction.MAXIMIZE ? -1 : 1;
    return entries.stream()
        .filter(entry -> !entry.lode() && !entry.testBySeed().isEmpty())
        .min(Comparator.comparingDouble(entry -> sign * entry.mean(Judged::test)));
  }

  /** The result, as keys and values that Jackson writes. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    Optional<ProofEntry> best = bestBaseline();
    json.put("test", outcome.test());
    json.put("testDirection", outcome.testDirection());
    json.put("bestBaseline", best.map(ProofEntry::name).orElse(null));
    List<Map<String, Object>> rows = new ArrayList<>();
    for (ProofEntry entry : entries) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("method", entry.name());
      row.put("lode", entry.lode());
      row.put("settings", entry.settings());
      row.put("runsBefore", entry.runs());
      row.put("decision", entry.note());
      row.put("seeds", entry.testBySeed().size());
      row.put("mean", entry.mean(Judged::test));
      row.put("standardDeviation", entry.standardDeviation(Judged::test));
      row.put("expectedValidation", entry.expected());
      row.put("expectedStandardDeviation", entry.expectedStandardDeviation());
      row.put("validation", entry.mean(Judged::validation));
      row.put("seconds", entry.median(Judged::seconds));
      row.put("topEigenvalue", entry.median(Judged::eigenvalue));
      best.ifPresent(
          b -> row.put("againstBestBaseline", Paired.of(entry, b, outcome.testDirection())));
      row.put("againstBestRun", Paired.of(entry, entries.get(0), outcome.testDirection()));
      row.put("judged", entry.judged());
      rows.add(row);
    }
    json.put("noise", noise());
    json.put("methods", rows);
    return json;
  }

  /**
   * How noisy one run is: the standard deviation over seeds, pooled over all distinct methods, of
   * the test and of the validation, and the correlation of the two within methods and between their
   * means. NaN where there is nothing to pool.
   */
  public record Noise(
      double test, double validation, double correlationOfSeeds, double correlationOfMethods) {}

  /** The noise of the judged runs. */
  public Noise noise() {
    List<double[]> within = new ArrayList<>();
    List<double[]> means = new ArrayList<>();
    Set<List<String>> seen = new HashSet<>();
    int freedom = 0;
    for (ProofEntry entry : entries) {
      // Methods with one schedule share its runs.
      if (!seen.add(entry.judged().stream().map(Judged::run).toList())
          || entry.testBySeed().size() < 2) {
        continue;
      }
      double test = entry.mean(Judged::test);
      double validation = entry.mean(Judged::validation);
      means.add(new double[] {test, validation});
      for (Judged run : entry.judged()) {
        if (!Double.isNaN(run.test()) && !Double.isNaN(run.validation())) {
          within.add(new double[] {run.test() - test, run.validation() - validation});
        }
      }
      freedom += entry.testBySeed().size() - 1;
    }
    return new Noise(
        Math.sqrt(StatUtils.sumSq(column(within, 0)) / freedom),
        Math.sqrt(StatUtils.sumSq(column(within, 1)) / freedom),
        correlation(within),
        correlation(means));
  }

  private static double correlation(List<double[]> pairs) {
    return pairs.size() < 3
        ? Double.NaN
        : new PearsonsCorrelation().correlation(column(pairs, 0), column(pairs, 1));
  }

  private static double[] column(List<double[]> rows, int index) {
    return rows.stream().mapToDouble(row -> row[index]).toArray();
  }

  /** A table for people, as Markdown. */
  public List<String> markdown() {
    List<String> lines = new ArrayList<>();
    Optional<ProofEntry> best = bestBaseline();
    lines.add(
        "| method | runs before | seeds | "
            + outcome.test()
            + ", mean ± sd | against the best run of the sweep ± s.e. | against "
            + best.map(ProofEntry::name).orElse("the best baseline")
            + " ± s.e. | p | "
            + outcome.validation()
            + ", expected | found ± s.e. | seconds of steps | top eigenvalue |");
    lines.add("|---|---|---|---|---|---|---|---|---|---|---|");
    double sign = outcome.testDirection() == Direction.MAXIMIZE ? -1 : 1;
    entries.stream()
        .filter(entry -> !entry.testBySeed().isEmpty())
        .sorted(Comparator.comparingDouble(entry -> sign * entry.mean(Judged::test)))
        .forEach(entry -> lines.add(line(entry, best.orElse(entries.get(0)))));
    Noise noise = noise();
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "One run's standard deviation over seeds: %.4f in %s, %.4f in %s; correlation of the two"
                + " %.2f over seeds, %.2f over methods.",
            noise.test(),
            outcome.test(),
            noise.validation(),
            outcome.validation(),
            noise.correlationOfSeeds(),
            noise.correlationOfMethods()));
    return lines;
  }

  private String line(ProofEntry entry, ProofEntry best) {
    Paired run = Paired.of(entry, entries.get(0), outcome.testDirection());
    Paired baseline = Paired.of(entry, best, outcome.testDirection());
    return String.format(
        Locale.ROOT,
        "| %s | %d | %d | %.4f ± %.4f | %s | %s | %s | %s | %.4f ± %.4f | %.2f | %.3g |",
        entry.lode() ? "**" + entry.name() + "**" : entry.name(),
        entry.runs(),
        entry.testBySeed().size(),
        entry.mean(Judged::test),
        entry.standardDeviation(Judged::test),
        difference(run),
        difference(baseline),
        Double.isNaN(baseline.pValue())
            ? ""
            : String.format(Locale.ROOT, "%.2f", baseline.pValue()),
        Double.isNaN(entry.expectedStandardDeviation())
            ? String.format(Locale.ROOT, "%.4f", entry.expected())
            : String.format(
                Locale.ROOT, "%.4f ± %.4f", entry.expected(), entry.expectedStandardDeviation()),
        entry.mean(Judged::validation),
        entry.standardDeviation(Judged::validation) / Math.sqrt(entry.testBySeed().size()),
        entry.median(Judged::seconds),
        entry.median(Judged::eigenvalue));
  }

  private static String difference(Paired paired) {
    return paired.seeds() == 0
        ? ""
        : String.format(Locale.ROOT, "%+.4f ± %.4f", paired.gain(), paired.standardError());
  }
}
