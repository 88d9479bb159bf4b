package io.lode.jobs.cli;

import io.lode.artifact.ScheduleArtifact;
import io.lode.artifact.ScheduleArtifact.Compared;
import io.lode.jobs.cli.options.Result;
import io.lode.jobs.cli.options.SharedOptions;
import io.lode.jobs.conf.StepCount;
import io.lode.jobs.group.longrun.ExtendedRun;
import io.lode.jobs.pipeline.Extend;
import io.lode.jobs.print.GroupJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Plans how a training goes on beyond its end. */
@Command(
    name = "extend",
    description =
        "Plan how a finished or running training goes on to more steps, and publish it as the"
            + " run's own schedule.")
final class ExtendCommand implements Callable<Integer> {

  @Mixin private SharedOptions shared;

  @Option(
      names = "--run",
      required = true,
      paramLabel = "RUN",
      description = "the training, by its name; it was ingested, or logs into the store")
  private String run;

  @Option(
      names = "--steps",
      required = true,
      paramLabel = "N",
      description = "step at which it will end, counted from its start")
  private String steps;

  @Option(
      names = "--from-step",
      paramLabel = "S",
      description =
          "step of the checkpoint that it goes on from (default: the last step that it logged)")
  private String from;

  @Override
  public Integer call() {
    return shared.run(
        context ->
            result(
                new Extend(context)
                    .run(
                        run,
                        from == null
                            ? OptionalDouble.empty()
                            : OptionalDouble.of((double) StepCount.of("--from-step", from)),
                        StepCount.of("--steps", steps))));
  }

  private static Result result(ExtendedRun extended) {
    ScheduleArtifact artifact = extended.artifact();
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s, run %s: %s (version %d), predicted %.5g ± %.2g; %s",
            artifact.group(),
            artifact.run(),
            artifact.decision(),
            artifact.version(),
            artifact.outcome().objective(),
            artifact.outcome().standardDeviation(),
            artifact.reason()));
    for (Compared usual : artifact.compared()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  usual: %s: %.5g ± %.2g",
              usual.schedule(),
              usual.objective(),
              usual.standardDeviation()));
    }
    extended.warnings().forEach(warning -> lines.add("  note: " + warning));
    if (extended.earlier() != null) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  from step %.0f, before its rate fell, %.5g is expected: give --from-step %.0f if"
                  + " you have a checkpoint from there",
              extended.earlier().step(),
              extended.earlier().objective(),
              extended.earlier().step()));
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "resume from the checkpoint of step %.0f with total_steps=%.0f and run=\"%s\"",
            extended.fromStep(),
            artifact.totalSteps(),
            artifact.run()));
    return Result.of(json(extended), lines);
  }

  private static Map<String, Object> json(ExtendedRun extended) {
    ScheduleArtifact artifact = extended.artifact();
    Map<String, Object> json = GroupJson.of(artifact.group());
    json.put("run", artifact.run());
    json.put("fromStep", extended.fromStep());
    json.put("steps", artifact.totalSteps());
    json.put("version", artifact.version());
    json.put("path", extended.path());
    json.put("decision", artifact.decision());
    json.put("reason", artifact.reason());
    json.put("predicted", artifact.outcome());
    json.put("usual", artifact.compared());
    json.put("warnings", extended.warnings());
    Map<String, Object> earlier = new LinkedHashMap<>();
    if (extended.earlier() != null) {
      earlier.put("step", extended.earlier().step());
      earlier.put("objective", extended.earlier().objective());
    }
    json.put("earlier", extended.earlier() == null ? null : earlier);
    return json;
  }
}
