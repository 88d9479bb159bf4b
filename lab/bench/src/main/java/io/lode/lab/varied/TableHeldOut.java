package io.lode.lab.varied;

import io.lode.evaluation.HeldOut;
import io.lode.evaluation.HeldOutError;
import io.lode.forecast.FittingMethod;
import io.lode.forecast.Forecaster;
import io.lode.hyperparameter.EffectWords;
import io.lode.hyperparameter.Effects;
import io.lode.hyperparameter.HyperparameterConfig;
import io.lode.hyperparameter.HyperparameterRoles;
import io.lode.hyperparameter.SettledForecaster;
import io.lode.lab.bench.CurveFolder;
import io.lode.model.modal.ModalConfig;
import io.lode.model.modal.ModalTrainer;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Held-out error on real runs with and without their hyperparameters as inputs.
 *
 * <p>The runs lie in {@code OWNER/GROUP/RUN.csv}, their hyperparameters in {@code runs.csv}, whose
 * first three columns name the owner, the group and the run.
 */
public final class TableHeldOut {

  /** Columns of runs.csv that name a run; a count. */
  private static final int NAMES = 3;

  /** Columns of runs.csv that say what was logged. */
  private static final Set<String> OF_LOGS = Set.of("rows", "last_step", "score_metric");

  private final ModalConfig modal;
  private final HyperparameterConfig config;

  /** Prepares fits with the given settings. */
  public TableHeldOut(ModalConfig modal, HyperparameterConfig config) {
    this.modal = modal;
    this.config = config;
  }

  /**
   * What one group came to.
   *
   * @param group its owner and name; owners joined by a plus sign where they are pooled
   * @param runs how many
   * @param without mean absolute error without hyperparameters, on the objective's own scale; NaN
   *     where nothing could be held out
   * @param with the same with them
   * @param finalWithout error of the final logarithm without them
   * @param finalWith the same with them
   * @param found what they do, in words, by a fit to all runs
   */
  public record Row(
      String group,
      int runs,
      double without,
      double with,
      double finalWithout,
      double finalWith,
      List<String> found) {

    /** The row as a line of a Markdown table. */
    public String markdown() {
      return String.format(
          Locale.ROOT,
          "| %s | %d | %.4g | %.4g | %.3g | %.3g | %s |",
          group,
          runs,
          without,
          with,
          finalWithout,
          finalWith,
          String.join("; ", found));
    }
  }

  /** The two first lines of a Markdown table. */
  public static List<String> heading() {
    return List.of(
        "| group | runs | error without | error with | final without | final with | found |",
        "|---|---|---|---|---|---|---|");
  }

  /**
   * The groups of each owner, then those of all owners together.
   *
   * @throws IllegalArgumentException if there is no such folder, or it holds no runs
   */
  public static Map<String, Sweep> read(Path folder) {
    Map<List<String>, Map<String, String>> hyperparameters = table(folder.resolve("runs.csv"));
    Map<String, Sweep> groups = new TreeMap<>();
    Map<String, List<Sweep>> pooled = new TreeMap<>();
    List<String> owners =
        hyperparameters.keySet().stream().map(names -> names.get(0)).distinct().toList();
    for (String owner : owners) {
      for (Sweep sweep : CurveFolder.read(folder.resolve(owner))) {
        String group = sweep.group().model();
        List<Run> runs = new ArrayList<>();
        for (Run run : sweep.runs()) {
          runs.add(
              new Run(
                  owner,
                  run.run(),
                  null,
                  hyperparameters.getOrDefault(List.of(owner, group, run.run()), Map.of()),
                  run.status(),
                  run.totalSteps(),
                  run.trajectory()));
        }
        Sweep known = new Sweep(sweep.group(), sweep.objective(), runs);
        groups.put(owner + "/" + group, known);
        pooled.computeIfAbsent(group, unknown -> new ArrayList<>()).add(known);
      }
    }
    pooled.forEach(
        (group, sweeps) ->
            groups.put(
                String.join("+", owners) + "/" + group,
                new Sweep(
                    sweeps.get(0).group(),
                    sweeps.get(0).objective(),
                    sweeps.stream().flatMap(one -> one.runs().stream()).toList())));
    return groups;
  }

  private static Map<List<String>, Map<String, String>> table(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      List<String> header = List.of(lines.get(0).split(",", -1));
      Map<List<String>, Map<String, String>> table = new HashMap<>();
      for (String line : lines.subList(1, lines.size())) {
        List<String> cells = List.of(line.split(",", -1));
        Map<String, String> values = new TreeMap<>();
        for (int i = NAMES; i < header.size(); i++) {
          if (!OF_LOGS.contains(header.get(i))) {
            values.put(header.get(i), cells.get(i));
          }
        }
        table.put(cells.subList(0, NAMES), values);
      }
      return table;
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  /** Measures one group. */
  public Row row(String name, Sweep sweep, HyperparameterRoles roles) {
    HeldOut heldOut = new HeldOut(sweep);
    ModalTrainer trainer = new ModalTrainer(modal.brief());
    Optional<HeldOutError> without = heldOut.measure(new FittingMethod("without", trainer::fit));
    Optional<HeldOutError> with =
        heldOut.measure(new FittingMethod("with", rest -> settled(rest, roles, trainer)));
    Effects found = Effects.of(sweep, roles, config, trainer::fit);
    return new Row(
        name,
        sweep.runs().size(),
        without.map(HeldOutError::mae).orElse(Double.NaN),
        with.map(HeldOutError::mae).orElse(Double.NaN),
        without.map(HeldOutError::sigmaCv).orElse(Double.NaN),
        with.map(HeldOutError::sigmaCv).orElse(Double.NaN),
        new EffectWords(found)
            .lines().stream()
                .filter(line -> line.contains("taken off") || line.contains("acts as"))
                .toList());
  }

  private Forecaster settled(Sweep rest, HyperparameterRoles roles, ModalTrainer trainer) {
    Effects effects = Effects.of(rest, roles, config, trainer::fit);
    return SettledForecaster.fitted(rest, effects, trainer::fit);
  }
}
