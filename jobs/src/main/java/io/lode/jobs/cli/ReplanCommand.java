package io.lode.jobs.cli;

import io.lode.jobs.UsageException;
import io.lode.jobs.cli.options.Result;
import io.lode.jobs.cli.options.SharedOptions;
import io.lode.jobs.group.ReplannedRun;
import io.lode.jobs.group.ReplannedRun.Outcome;
import io.lode.jobs.pipeline.JobContext;
import io.lode.jobs.pipeline.Replan;
import io.lode.jobs.pipeline.ReplanReport;
import io.lode.jobs.pipeline.ReplanWatch;
import io.lode.jobs.print.GroupJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Revises the schedules of runs in flight. */
@Command(
    name = "replan",
    description =
        "Plan the rest of every run in flight from what it has logged, and publish it as the run's"
            + " own schedule.")
final class ReplanCommand implements Callable<Integer> {

  @Mixin private SharedOptions shared;

  @Option(
      names = "--watch",
      description = "go on replanning as runs log, until stopped (default: one pass)")
  private boolean watch;

  @Option(
      names = "--every",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "shortest time between two batches of --watch (default: ${DEFAULT-VALUE})")
  private double every;

  @Option(
      names = "--drain",
      description = "with --watch: replan what was logged since the last watch ended, then stop")
  private boolean drain;

  @Override
  public Integer call() {
    return shared.run(watch || drain ? this::watch : context -> result(new Replan(context).pass()));
  }

  private Result watch(JobContext context) {
    if (!(every >= 0) || Double.isInfinite(every)) {
      throw new UsageException("--every must be at least 0 seconds, found " + every);
    }
    ReplanWatch.Pace pace =
        drain
            ? new ReplanWatch.Pace.UpToNow()
            : new ReplanWatch.Pace.Endless(Duration.ofMillis(Math.round(1000 * every)));
    List<ReplannedRun> all = new ArrayList<>();
    new ReplanWatch(context)
        .run(
            pace,
            results -> {
              results.forEach(run -> context.progress().accept(line(run)));
              if (drain) {
                all.addAll(results);
              }
            });
    return result(new ReplanReport(all));
  }

  private static Result result(ReplanReport report) {
    List<Map<String, Object>> runs = new ArrayList<>();
    List<Map<String, Object>> skipped = new ArrayList<>();
    List<Map<String, Object>> failed = new ArrayList<>();
    for (ReplannedRun run : report.runs()) {
      switch (run.outcome()) {
        case SKIPPED -> skipped.add(left(run));
        case FAILED -> failed.add(left(run));
        default -> runs.add(json(run));
      }
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("runs", runs);
    json.put("skipped", skipped);
    json.put("failed", failed);
    return new Result(
        json, report.runs().stream().map(ReplanCommand::line).toList(), report.failure());
  }

  private static Map<String, Object> left(ReplannedRun run) {
    Map<String, Object> json = GroupJson.of(run.group());
    json.put("run", run.run());
    json.put("reason", run.reason());
    return json;
  }

  private static Map<String, Object> json(ReplannedRun run) {
    Map<String, Object> json = GroupJson.of(run.group());
    json.put("run", run.run());
    json.put("horizon", run.horizon());
    json.put("step", run.step());
    json.put("totalSteps", run.totalSteps());
    json.put("version", run.version());
    json.put("path", run.path());
    json.put("decision", label(run));
    json.put("reason", run.reason());
    Map<String, Object> predicted = new LinkedHashMap<>();
    predicted.put("objective", run.objective());
    predicted.put("standardDeviation", run.standardDeviation());
    json.put("predicted", predicted);
    Map<String, Object> pace = new LinkedHashMap<>();
    pace.put("factor", run.pace());
    pace.put("logStandardError", run.paceStandardError());
    json.put("pace", pace);
    json.put("lossRise", run.rise());
    Map<String, Object> bestRun = new LinkedHashMap<>();
    bestRun.put("run", run.bestRun());
    bestRun.put("objective", run.bestObjective());
    json.put("bestRun", bestRun);
    return json;
  }

  private static String label(ReplannedRun run) {
    return run.outcome().name().toLowerCase(Locale.ROOT);
  }

  private static String line(ReplannedRun run) {
    if (run.outcome() == Outcome.SKIPPED || run.outcome() == Outcome.FAILED) {
      return run.group() + ", run " + run.run() + ": " + label(run) + ": " + run.reason();
    }
    return String.format(
        Locale.ROOT,
        "%s, run %s at step %.0f of %.0f: %s (version %d), predicted %.5g ± %.2g, pace %.2f; %s",
        run.group(),
        run.run(),
        run.step(),
        run.totalSteps(),
        label(run),
        run.version(),
        run.objective(),
        run.standardDeviation(),
        run.pace(),
        run.reason());
  }
}
