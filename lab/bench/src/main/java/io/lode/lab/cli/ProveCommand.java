package io.lode.lab.cli;

import io.lode.forecast.Horizon;
import io.lode.jobs.GroupsFailedException;
import io.lode.jobs.JobException;
import io.lode.jobs.UsageException;
import io.lode.jobs.cli.options.Result;
import io.lode.jobs.cli.options.SharedOptions;
import io.lode.jobs.conf.trial.TrialDefinition;
import io.lode.jobs.pipeline.JobContext;
import io.lode.jobs.store.Store;
import io.lode.jobs.trial.Trial;
import io.lode.jobs.trial.TrialPlan;
import io.lode.jobs.trial.Trials;
import io.lode.lab.prove.HorizonRuns;
import io.lode.lab.prove.Proof;
import io.lode.lab.prove.ProofDefinition;
import io.lode.lab.prove.ProofEntry;
import io.lode.lab.prove.ProofPage;
import io.lode.lab.prove.ProofReport;
import io.lode.lab.prove.ProofSection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Compares networks trained under LODE's schedules with networks trained under others. */
@Command(
    name = "prove",
    description = "Train under LODE's schedules and under everything else, with equal budgets.")
final class ProveCommand implements Callable<Integer> {

  @Mixin private SharedOptions shared;

  @Mixin private TrialOptions trial;

  @Override
  public Integer call() {
    return shared.run(this::prove);
  }

  private Result prove(JobContext context) {
    TrialDefinition definition = trial.definition();
    ProofDefinition proof = ProofSection.read(trial.file());
    Trials trials = new Trials(context.spark(), definition, context.progress());
    Path at = trials.folder(".");
    List<Trial> sweep = TrialPlan.of(definition, context.seed());
    for (Trial one : sweep) {
      if (proof.seeds().contains(one.seed())) {
        throw new UsageException(
            "trial file "
                + trial.file()
                + ": proof.seeds must be fresh, found "
                + one.seed()
                + ", which the sweep uses");
      }
    }
    Proof running =
        new Proof(
            context,
            trials,
            definition.source(),
            proof,
            entries -> {
              context.progress().accept("prove: " + entries.size() + " entries are judged");
              ProofPage.write(at, new ProofReport(proof.outcome(), entries));
            });
    List<ProofEntry> entries = running.run(sweep);
    Map<Horizon, List<Trial>> atHorizons = running.horizons();
    Map<String, String> failures = running.failures();
    Store evaluation = running.ingestEvaluation();
    ProofPage.draw(at, proof, entries, evaluation);
    HorizonRuns horizons = ProofPage.addHorizons(at, atHorizons, evaluation);
    ProofReport report = new ProofReport(proof.outcome(), entries);
    Map<String, Object> json = new LinkedHashMap<>(report.json());
    json.put("horizons", horizons.json());
    json.put("folder", at.normalize().toString());
    json.put("failures", failures);
    List<String> lines = new ArrayList<>(report.markdown());
    if (!horizons.runs().isEmpty()) {
      lines.add("");
      lines.addAll(horizons.markdown());
    }
    failures.forEach((name, reason) -> lines.add(name + " failed: " + reason));
    return new Result(json, lines, failure(failures));
  }

  static JobException failure(Map<String, String> failures) {
    if (failures.isEmpty()) {
      return null;
    }
    Map.Entry<String, String> first = failures.entrySet().iterator().next();
    return new GroupsFailedException(
        "%d trials failed, the first is %s: %s"
            .formatted(failures.size(), first.getKey(), first.getValue()));
  }
}
