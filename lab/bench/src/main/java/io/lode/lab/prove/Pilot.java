package io.lode.lab.prove;

import io.lode.jobs.trial.Trial;
import io.lode.jobs.trial.TrialPlan;
import io.lode.jobs.trial.Trials;
import io.lode.lab.prove.TrialOutcomes.Judged;
import io.lode.lab.prove.Tuning.Observed;
import io.lode.trajectory.Direction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Measures whether a task is fit for a head-to-head: how noisy a run is, and what the best of many
 * random schedules gains over the best run of the sweep.
 *
 * <p>The rule was fixed before any task was measured: a task is left out where this gain is below
 * two of its standard errors, because a head-to-head could tell nothing there.
 */
public final class Pilot {

  /** Standard errors that the gain must reach. */
  static final double NEEDED = 2;

  /** Part of the folder that holds the random schedules' runs. */
  private static final String PART = "pilot";

  private final Trials trials;
  private final ProofDefinition proof;
  private final PilotDefinition definition;
  private final TrialOutcomes outcomes;
  private final Map<String, String> failures = new TreeMap<>();

  /**
   * Reads the pilot of a trial file.
   *
   * @param file with sections {@code pilot} and {@code proof}
   * @param trials that run the file's command
   * @param sweep of the file
   * @throws io.lode.jobs.UsageException if a section is missing or wrong
   */
  public Pilot(Path file, Trials trials, List<Trial> sweep) {
    this.trials = trials;
    proof = ProofSection.read(file);
    Set<Long> used = new HashSet<>(proof.seeds());
    sweep.forEach(trial -> used.add(trial.seed()));
    definition = PilotSection.read(file, used);
    outcomes = new TrialOutcomes(proof.outcome());
  }

  /** Why trials failed, by name. */
  public Map<String, String> failures() {
    return failures;
  }

  /**
   * What a pilot measured.
   *
   * @param test name of the metric that judges
   * @param best the best run of the sweep, judged
   * @param random the best of the random schedules, judged
   * @param drawn how many there were
   * @param gain of the second over the first, by seed
   */
  public record Found(String test, ProofEntry best, ProofEntry random, int drawn, Paired gain) {

    /** Whether the task is fit for a head-to-head. */
    public boolean fit() {
      return gain.gain() >= NEEDED * gain.standardError();
    }

    /** For people. */
    public List<String> lines() {
      return List.of(
          line("best run of the sweep", best),
          line("best of " + drawn + " random schedules", random),
          String.format(
              Locale.ROOT,
              "gain %+.5f ± %.5f over %d seeds, %.1f standard errors: %s",
              gain.gain(),
              gain.standardError(),
              gain.seeds(),
              gain.gain() / gain.standardError(),
              fit()
                  ? "fit for a head-to-head"
                  : "to be left out, since at least " + NEEDED + " are needed"));
    }

    private String line(String what, ProofEntry entry) {
      return String.format(
          Locale.ROOT,
          "%s: %s %.5f, standard deviation over seeds %.5f; %s",
          what,
          test,
          entry.mean(Judged::test),
          entry.standardDeviation(Judged::test),
          entry.settings());
    }

    /** As keys and values that Jackson writes. */
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("test", test);
      json.put("drawn", drawn);
      json.put("gain", gain.gain());
      json.put("standardError", gain.standardError());
      json.put("fit", fit());
      json.put("best", row(best));
      json.put("random", row(random));
      return json;
    }

    private static Map<String, Object> row(ProofEntry entry) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("settings", entry.settings());
      row.put("mean", entry.mean(Judged::test));
      row.put("standardDeviation", entry.standardDeviation(Judged::test));
      row.put("judged", entry.judged());
      return row;
    }
  }

  /**
   * Runs it; what is finished is not run again.
   *
   * @param sweep of the trial file
   * @param seed of the random schedules
   */
  public Found run(List<Trial> sweep, long seed) {
    Map<String, String> best = Tuning.points(observed(Trials.SWEEP, sweep)).get(0).settings();
    List<Trial> drawn =
        TrialPlan.sample(definition.sample(), seed).stream()
            .distinct()
            .map(settings -> new Trial(settings, sweep.get(0).seed()))
            .toList();
    List<Trial> again = new ArrayList<>();
    observed(PART, drawn).stream()
        .sorted(Comparator.comparingDouble(Observed::value))
        .limit(definition.finalists())
        .forEach(
            one ->
                definition
                    .finalistSeeds()
                    .forEach(other -> again.add(new Trial(one.trial().settings(), other))));
    Map<String, String> random = Tuning.points(observed(PART, again)).get(0).settings();
    ProofEntry ofSweep = judged("best run of the sweep", best);
    ProofEntry ofDrawn = judged("best random schedule", random);
    Direction direction = proof.outcome().testDirection();
    return new Found(
        proof.outcome().test(),
        ofSweep,
        ofDrawn,
        drawn.size(),
        Paired.of(ofDrawn, ofSweep, direction));
  }

  private List<Observed> observed(String part, List<Trial> planned) {
    return outcomes.observed(trials, part, planned, failures);
  }

  /** As the head-to-head judges: with the settings that only the runs that judge have. */
  private ProofEntry judged(String name, Map<String, String> settings) {
    Map<String, String> all = new TreeMap<>(settings);
    all.putAll(proof.evaluation());
    List<Trial> runs = definition.seeds().stream().map(seed -> new Trial(all, seed)).toList();
    Trials.Report report = trials.run(PART, runs);
    failures.putAll(report.failures());
    List<Judged> judged =
        report.finished().stream().map(trial -> outcomes.read(trials.folder(PART), trial)).toList();
    return new ProofEntry(name, false, settings, 0, Double.NaN, Double.NaN, "", judged);
  }
}
