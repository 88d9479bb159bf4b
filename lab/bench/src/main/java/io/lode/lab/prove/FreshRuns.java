package io.lode.lab.prove;

import io.lode.jobs.trial.Trial;
import io.lode.jobs.trial.Trials;
import io.lode.lab.prove.TrialOutcomes.Judged;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The runs that judge: under seeds that nothing was chosen by, with the settings that only they
 * have.
 *
 * @param trials that run them
 * @param definition of the head-to-head
 * @param failures takes why runs failed, by name
 */
record FreshRuns(Trials trials, ProofDefinition definition, Map<String, String> failures) {

  /** The run of every seed, in the definition's order. */
  List<Trial> of(Map<String, String> settings) {
    return definition.seeds().stream().map(seed -> of(settings, seed)).toList();
  }

  /** The run of one seed. */
  Trial of(Map<String, String> settings, long seed) {
    Map<String, String> all = new TreeMap<>(settings);
    all.putAll(definition.evaluation());
    return new Trial(all, seed);
  }

  /** Makes the runs that are not made, and says what those that finished came to. */
  List<Judged> judge(List<Trial> runs) {
    Trials.Report report = trials.run(Proof.EVALUATION, runs);
    failures.putAll(report.failures());
    TrialOutcomes outcomes = new TrialOutcomes(definition.outcome());
    return report.finished().stream().map(trial -> outcomes.read(logs(), trial)).toList();
  }

  /** The folder that holds what they logged. */
  Path logs() {
    return trials.folder(Proof.EVALUATION);
  }
}
