package io.lode.jobs.cli;

import io.lode.jobs.GroupsFailedException;
import io.lode.jobs.JobException;
import io.lode.jobs.NothingUsableException;
import io.lode.jobs.conf.trial.TrialDefinition;
import io.lode.jobs.conf.trial.TrialFile;
import io.lode.jobs.pipeline.JobContext;
import io.lode.jobs.trial.Trial;
import io.lode.jobs.trial.TrialPlan;
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
public final class SweepCommand implements Callable<Integer> {

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
    TrialDefinition definition = definition(trial, folder).trying(schedules);
    List<Trial> trials = TrialPlan.of(definition, context.seed());
    Trials runner = new Trials(context.spark(), definition, context.progress());
    Trials.Report report = runner.run(Trials.SWEEP, trials);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("folder", runner.folder(Trials.SWEEP).toString());
    json.put("trials", trials.size());
    json.put("finished", report.finished().size());
    json.put("finishedBefore", report.before());
    List<Map<String, Object>> failures = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    lines.add(
        report.finished().size()
            + " of "
            + trials.size()
            + " trials are finished, "
            + report.before()
            + " of them before; "
            + runner.folder(Trials.SWEEP));
    report
        .failures()
        .forEach(
            (name, reason) -> {
              failures.add(Map.of("trial", name, "reason", reason));
              lines.add("  " + name + " failed: " + reason);
            });
    json.put("failures", failures);
    JobException failure = failure(report, trials.size());
    if (!onlyRun && !report.finished().isEmpty()) {
      Result ingested =
          IngestCommand.ingest(
              context, definition.source(), runner.folder(Trials.SWEEP).toString());
      json.put("ingest", ingested.json());
      lines.addAll(ingested.lines());
      failure = failure == null ? ingested.failure() : failure;
    }
    return new Result(json, lines, failure);
  }

  public static TrialDefinition definition(Path trial, Path folder) {
    TrialDefinition definition = TrialFile.read(trial);
    return folder == null ? definition : definition.in(folder.toAbsolutePath().normalize());
  }

  private static JobException failure(Trials.Report report, int trials) {
    if (report.failures().isEmpty()) {
      return null;
    }
    Map.Entry<String, String> first = report.failures().entrySet().iterator().next();
    String message =
        "sweep failed for %d of %d trials, the first is %s: %s"
            .formatted(report.failures().size(), trials, first.getKey(), first.getValue());
    return report.finished().isEmpty()
        ? new NothingUsableException(message)
        : new GroupsFailedException(message);
  }
}
