package io.lode.jobs.cli;

import io.lode.jobs.cli.options.DecisionOptions;
import io.lode.jobs.cli.options.HorizonOption;
import io.lode.jobs.cli.options.LengthOption;
import io.lode.jobs.cli.options.MethodOptions;
import io.lode.jobs.cli.options.Result;
import io.lode.jobs.cli.options.SharedOptions;
import io.lode.jobs.group.GeneratedGroup;
import io.lode.jobs.group.GeneratedSchedule;
import io.lode.jobs.pipeline.GroupsReport;
import io.lode.jobs.pipeline.JobContext;
import io.lode.jobs.pipeline.Propose;
import io.lode.jobs.print.GroupJson;
import io.lode.jobs.print.SettingsWords;
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
  @Mixin private LengthOption length;
  @Mixin private DecisionOptions decision;

  @Option(
      names = "--vary",
      split = ",",
      paramLabel = "NAME",
      description =
          "hyperparameters that proposals may change together with the schedule, such as"
              + " weight_decay; the first proposal changes none")
  private List<String> varied = new ArrayList<>();

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
    return shared.run(settings -> HorizonOption.parsed(horizons), this::propose);
  }

  private Result propose(JobContext context) {
    GroupsReport<GeneratedGroup> report =
        new Propose(context, method.method(context), decision.settings(context, varied))
            .run(HorizonOption.parsed(horizons), length.steps(), count);
    List<Map<String, Object>> proposals = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (Done<GeneratedGroup> done : report.groups()) {
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
          json.put("lengths", proposal.lengths());
          json.put("settings", proposal.settings().values());
          json.put("why", proposal.reason());
          json.put("repeats", proposal.repeats());
          proposals.add(json);
          lines.add(
              String.format(
                  Locale.ROOT,
                  "%s, horizon %s: %s, predicted %.5g ± %.2g; %s%s",
                  done.group(),
                  proposal.horizon(),
                  proposal.path(),
                  proposal.objective(),
                  proposal.standardDeviation(),
                  proposal.reason(),
                  SettingsWords.suffix(proposal.settings())));
        }
      }
      if (done.value() != null) {
        done.value().schedules().stream()
            .filter(proposal -> proposal.lengths() != null)
            .map(proposal -> done.group() + ", lengths: " + proposal.lengths())
            .distinct()
            .forEach(lines::add);
      }
      if (done.failure() != null) {
        lines.add(done.group() + ": failed: " + done.failure());
      }
    }
    return new Result(Map.of("proposals", proposals), lines, report.failure());
  }
}
