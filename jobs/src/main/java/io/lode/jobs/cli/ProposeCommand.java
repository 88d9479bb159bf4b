package io.lode.jobs.cli;

import io.lode.jobs.UsageException;
import io.lode.jobs.conf.settings.SearchSettings;
import io.lode.jobs.group.GeneratedGroup;
import io.lode.jobs.group.GeneratedSchedule;
import io.lode.jobs.pipeline.Generate;
import io.lode.jobs.pipeline.JobContext;
import io.lode.jobs.spark.GroupTasks;
import io.lode.jobs.spark.GroupTasks.Done;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes schedules for the next sweep to try. */
@Command(
    name = "propose",
    description = "Write schedules for the next sweep to try, as artifacts and as CSV.")
final class ProposeCommand implements Callable<Integer> {

  @Mixin private SharedOptions shared;
  @Mixin private MethodOptions method;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "3",
      description = "schedules per group and horizon (default: ${DEFAULT-VALUE})")
  private int count;

  @Option(
      names = "--horizon",
      split = ",",
      paramLabel = "FRACTION",
      defaultValue = "1.0",
      description = "parts of training (default: ${DEFAULT-VALUE})")
  private List<String> horizons;

  @Override
  public Integer call() {
    return shared.run(this::propose);
  }

  private Result propose(JobContext context) {
    if (count < 1) {
      throw new UsageException("--count must be at least 1, found " + count);
    }
    List<Done<GeneratedGroup>> results =
        new Generate(
                context.spark(),
                context.store(),
                method.method(context),
                SearchSettings.of(context.settings()).search(),
                context.progress())
            .propose(
                context.groups(), HorizonOption.horizons(horizons, context), count, context.seed());
    List<Map<String, Object>> proposals = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (Done<GeneratedGroup> done : results) {
      if (done.value() != null) {
        for (GeneratedSchedule proposal : done.value().schedules()) {
          Map<String, Object> json = GroupJson.of(done.group());
          json.put("horizon", proposal.horizon());
          json.put("path", context.store().root() + "/" + proposal.path());
          json.put("knots", proposal.knots());
          Map<String, Object> predicted = new LinkedHashMap<>();
          predicted.put("objective", proposal.objective());
          predicted.put("standardDeviation", proposal.standardDeviation());
          json.put("predicted", predicted);
          json.put("why", proposal.reason());
          json.put("repeats", proposal.repeats());
          proposals.add(json);
          lines.add(
              String.format(
                  Locale.ROOT,
                  "%s, horizon %s: %s, predicted %.5g ± %.2g; %s",
                  done.group(),
                  proposal.horizon(),
                  proposal.path(),
                  proposal.objective(),
                  proposal.standardDeviation(),
                  proposal.reason()));
        }
      }
      if (done.failure() != null) {
        lines.add(done.group() + ": failed: " + done.failure());
      }
    }
    return new Result(
        Map.of("proposals", proposals), lines, GroupTasks.failure("propose", results));
  }
}
