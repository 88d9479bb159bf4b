package io.lode.lab.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lode.jobs.cli.options.Result;
import io.lode.jobs.cli.options.SharedOptions;
import io.lode.jobs.conf.trial.TrialDefinition;
import io.lode.jobs.pipeline.JobContext;
import io.lode.jobs.trial.Trial;
import io.lode.jobs.trial.TrialPlan;
import io.lode.jobs.trial.Trials;
import io.lode.lab.prove.Pilot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Measures whether a task has more to gain than noise, before anything is compared on it. */
@Command(
    name = "pilot",
    description =
        "Measure a task's noise and what random schedules gain on it, before a prove; the trial file"
            + " needs a section pilot, too.")
final class PilotCommand implements Callable<Integer> {

  @Mixin private SharedOptions shared;

  @Mixin private TrialOptions trial;

  @Override
  public Integer call() {
    return shared.run(this::pilot);
  }

  private Result pilot(JobContext context) {
    TrialDefinition definition = trial.definition();
    Trials trials = new Trials(context.spark(), definition, context.progress());
    List<Trial> sweep = TrialPlan.of(definition, context.seed());
    Pilot pilot = new Pilot(trial.file(), trials, sweep);
    Pilot.Found found = pilot.run(sweep, context.seed());
    Map<String, Object> json = new LinkedHashMap<>(found.json());
    json.put("failures", pilot.failures());
    try {
      new ObjectMapper()
          .writerWithDefaultPrettyPrinter()
          .writeValue(trials.folder("pilot.json").toFile(), json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> lines = new ArrayList<>(found.lines());
    pilot.failures().forEach((name, reason) -> lines.add(name + " failed: " + reason));
    return new Result(json, lines, ProveCommand.failure(pilot.failures()));
  }
}
