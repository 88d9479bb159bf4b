package io.lode.jobs.cli;

import io.lode.jobs.cli.options.Result;
import io.lode.jobs.cli.options.SharedOptions;
import io.lode.jobs.conf.trial.TrialDefinition;
import io.lode.jobs.conf.trial.TrialFile;
import io.lode.jobs.pipeline.JobContext;
import io.lode.jobs.pipeline.TrialSweep;
import io.lode.jobs.pipeline.TrialSweep.Swept;
import io.lode.jobs.trial.Trials;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a sweep of real training and ingests its logs. */
@Command(
    name = "sweep",
    description = "Run a training program over settings and seeds, and ingest what it logs.")
final class SweepCommand implements Callable<Integer> {

  @Mixin private SharedOptions shared;

  @Option(
      names = "--trial",
      required = true,
      paramLabel = "FILE",
      description = "what to run: a file such as those in conf/trials")
  private Path trial;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "where the trials' folders lie (default: folder of the trial file)")
  private Path folder;

  @Option(
      names = "--schedule",
      split = ",",
      paramLabel = "CSV",
      description = "schedules to try beside the file's, such as proposals of lode propose")
  private List<Path> schedules = new ArrayList<>();

  @Option(names = "--no-ingest", description = "only run; leave the logs where they are")
  private boolean onlyRun;

  @Override
  public Integer call() {
    return shared.run(this::sweep);
  }

  private Result sweep(JobContext context) {
    TrialDefinition definition = TrialFile.read(trial, folder).trying(schedules);
    TrialSweep sweep = new TrialSweep(context);
    Swept swept = onlyRun ? sweep.run(definition) : sweep.runAndIngest(definition);
    Trials.Report report = swept.report();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("folder", swept.folder().toString());
    json.put("trials", swept.trials());
    json.put("finished", report.finished().size());
    json.put("finishedBefore", report.before());
    List<Map<String, Object>> failures = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    lines.add(
        report.finished().size()
            + " of "
            + swept.trials()
            + " trials are finished, "
            + report.before()
            + " of them before; "
            + swept.folder());
    report
        .failures()
        .forEach(
            (name, reason) -> {
              failures.add(Map.of("trial", name, "reason", reason));
              lines.add("  " + name + " failed: " + reason);
            });
    json.put("failures", failures);
    swept
        .ingested()
        .map(IngestCommand::result)
        .ifPresent(
            ingested -> {
              json.put("ingest", ingested.json());
              lines.addAll(ingested.lines());
            });
    return new Result(json, lines, swept.failure());
  }
}
