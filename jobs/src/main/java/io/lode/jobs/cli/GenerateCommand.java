package io.lode.jobs.cli;

import io.lode.jobs.UsageException;
import io.lode.jobs.cli.options.DecisionOptions;
import io.lode.jobs.cli.options.HorizonOption;
import io.lode.jobs.cli.options.LengthOption;
import io.lode.jobs.cli.options.MethodOptions;
import io.lode.jobs.cli.options.PlannedRun;
import io.lode.jobs.cli.options.Result;
import io.lode.jobs.cli.options.SharedOptions;
import io.lode.jobs.conf.StepCount;
import io.lode.jobs.group.GeneratedGroup;
import io.lode.jobs.group.GeneratedSchedule;
import io.lode.jobs.group.Policy;
import io.lode.jobs.pipeline.Generate;
import io.lode.jobs.pipeline.GenerateAnytime;
import io.lode.jobs.pipeline.GenerateLongRun;
import io.lode.jobs.pipeline.GroupsReport;
import io.lode.jobs.pipeline.JobContext;
import io.lode.jobs.print.Diagnoses;
import io.lode.jobs.print.GroupJson;
import io.lode.jobs.print.SettingsWords;
import io.lode.jobs.spark.GroupTasks.Done;
import io.lode.longrun.PlannedLength;
import io.lode.trajectory.GroupKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Publishes a schedule for every group and horizon. */
@Command(
    name = "generate",
    description = "Search for a schedule per group and horizon, and publish it.")
final class GenerateCommand implements Callable<Integer> {

  @Mixin private SharedOptions shared;
  @Mixin private MethodOptions method;

  @Mixin private HorizonOption horizon;

  @Mixin private LengthOption length;

  @Mixin private DecisionOptions decision;

  @Option(
      names = "--policy",
      paramLabel = "POLICY",
      defaultValue = "planned",
      description =
          "planned: the best plan where even its pessimistic outcome beats the best run; proven:"
              + " only what was run at least twice (default: ${DEFAULT-VALUE})")
  private Policy policy;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description =
          "plan one run of so many steps, also beyond the longest run, instead of the horizons")
  private String steps;

  @Option(
      names = "--tokens",
      paramLabel = "N",
      description = "the same for a run of so many tokens, such as 10e9")
  private String tokens;

  @Option(
      names = "--examples",
      paramLabel = "N",
      description = "the same for a run of so many examples")
  private String examples;

  @Option(
      names = "--anytime",
      description =
          "plan a training whose end is not known: a rate to hold, and for every step the cooldown"
              + " from there; with --steps, up to that step (default: twice the longest run)")
  private boolean anytime;

  @Override
  public Integer call() {
    return shared.run(horizon::horizons, context -> result(generate(context)));
  }

  private GroupsReport<GeneratedGroup> generate(JobContext context) {
    if (anytime) {
      if (tokens != null || examples != null) {
        throw new UsageException("--anytime takes --steps, found --tokens or --examples");
      }
      return new GenerateAnytime(context, decision.settings(context, List.of()))
          .run(
              steps == null
                  ? OptionalLong.empty()
                  : OptionalLong.of(StepCount.of("--steps", steps)));
    }
    Optional<PlannedLength> longRun = PlannedRun.of(steps, tokens, examples);
    if (longRun.isPresent()) {
      return new GenerateLongRun(context, decision.settings(context, List.of())).run(longRun.get());
    }
    return new Generate(context, method.method(context), decision.settings(context, List.of()))
        .run(horizon.horizons(context.settings()), length.steps(), policy);
  }

  /** What is printed of publications. */
  static Result result(GroupsReport<GeneratedGroup> report) {
    List<Map<String, Object>> schedules = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (Done<GeneratedGroup> done : report.groups()) {
      if (done.value() != null) {
        for (GeneratedSchedule schedule : done.value().schedules()) {
          schedules.add(json(done.group(), schedule));
          lines.add(line(done.group(), schedule));
          lines.addAll(SettingsWords.lines(schedule.settings()));
          if (schedule.risk() != null && !schedule.risk().isBlank()) {
            lines.add("  note: " + schedule.risk());
          }
          schedule.cooldowns().forEach(stop -> lines.add(line(stop)));
        }
        done.value().schedules().stream()
            .filter(schedule -> schedule.lengths() != null)
            .map(schedule -> done.group() + ", lengths: " + schedule.lengths())
            .distinct()
            .forEach(lines::add);
        done.value().schedules().stream()
            .flatMap(schedule -> Diagnoses.lines(done.group(), schedule.diagnosis()).stream())
            .distinct()
            .forEach(lines::add);
        for (String reason : done.value().failures()) {
          lines.add(done.group() + ", " + reason + ": nothing published");
        }
      }
      if (done.failure() != null) {
        lines.add(done.group() + ": failed: " + done.failure());
      }
    }
    return new Result(json(schedules, report.groups()), lines, report.failure());
  }

  private static Map<String, Object> json(
      List<Map<String, Object>> schedules, List<Done<GeneratedGroup>> results) {
    List<Map<String, Object>> skipped = new ArrayList<>();
    for (Done<GeneratedGroup> done : results) {
      List<String> reasons =
          done.failure() != null ? List.of(done.failure()) : done.value().failures();
      for (String reason : reasons) {
        Map<String, Object> entry = GroupJson.of(done.group());
        entry.put("reason", reason);
        skipped.add(entry);
      }
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("schedules", schedules);
    json.put("skipped", skipped);
    return json;
  }

  private static Map<String, Object> json(GroupKey group, GeneratedSchedule schedule) {
    Map<String, Object> json = GroupJson.of(group);
    json.put("horizon", schedule.horizon());
    json.put("steps", schedule.steps());
    json.put("version", schedule.version());
    json.put("path", schedule.path());
    json.put("decision", schedule.decision());
    json.put("reason", schedule.reason());
    Map<String, Object> predicted = new LinkedHashMap<>();
    predicted.put("objective", schedule.objective());
    predicted.put("standardDeviation", schedule.standardDeviation());
    json.put("predicted", predicted);
    Map<String, Object> bestRun = new LinkedHashMap<>();
    bestRun.put("run", schedule.bestRun());
    bestRun.put("objective", schedule.bestObjective());
    json.put("bestRun", bestRun);
    json.put("takenBack", schedule.takenBack());
    json.put("settings", SettingsWords.json(schedule.settings()));
    json.put("lengths", schedule.lengths());
    json.put("risk", schedule.risk());
    json.put("cooldowns", schedule.cooldowns());
    json.put("diagnosis", Diagnoses.json(schedule.diagnosis()));
    return json;
  }

  private static String line(GroupKey group, GeneratedSchedule schedule) {
    return String.format(
        Locale.ROOT,
        "%s, %s: %s (version %d), predicted %.5g ± %.2g, best run %s reached %.5g; %s%s%s",
        group,
        forWhat(schedule),
        schedule.decision(),
        schedule.version(),
        schedule.objective(),
        schedule.standardDeviation(),
        schedule.bestRun(),
        schedule.bestObjective(),
        schedule.reason(),
        schedule.takenBack() == null ? "" : "; " + schedule.takenBack(),
        SettingsWords.suffix(schedule.settings()));
  }

  private static String line(GeneratedSchedule.Stop stop) {
    return String.format(
        Locale.ROOT,
        "  stop at step %.0f, cool down over %.0f steps, end at step %.0f: %.5g ± %.2g",
        stop.fromStep(),
        stop.steps(),
        stop.fromStep() + stop.steps(),
        stop.objective(),
        stop.standardDeviation());
  }

  /** The plan of a long run lies in a folder that is named by its steps. */
  private static String forWhat(GeneratedSchedule schedule) {
    if (!schedule.cooldowns().isEmpty()) {
      return "a training without a known end";
    }
    return schedule.path().contains("/steps=")
        ? String.format(Locale.ROOT, "a run of %.0f steps", schedule.steps())
        : "horizon " + schedule.horizon();
  }
}
