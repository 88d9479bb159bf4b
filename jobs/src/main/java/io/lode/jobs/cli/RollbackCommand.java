package io.lode.jobs.cli;

import io.lode.forecast.Horizon;
import io.lode.jobs.cli.options.HorizonOption;
import io.lode.jobs.cli.options.Result;
import io.lode.jobs.cli.options.SharedOptions;
import io.lode.jobs.pipeline.JobContext;
import io.lode.jobs.pipeline.upkeep.Rollback;
import io.lode.jobs.pipeline.upkeep.Rollback.RolledBack;
import io.lode.jobs.print.GroupJson;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes an older version of a schedule the latest one. */
@Command(
    name = "rollback",
    description =
        "Make another version of a schedule the latest one, in one step. The versions stay; the next"
            + " one that is published becomes the latest again.")
final class RollbackCommand implements Callable<Integer> {

  @Mixin private SharedOptions shared;

  @Option(
      names = "--horizon",
      required = true,
      paramLabel = "FRACTION",
      description = "part of training whose schedule it is")
  private String horizon;

  @Option(
      names = "--run",
      paramLabel = "RUN",
      description = "the plan of this run in flight rather than the group's schedule")
  private String run;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "VERSION",
      description = "the version that becomes the latest; lode show schedules lists them")
  private int version;

  @Override
  public Integer call() {
    return shared.run(this::rollback);
  }

  private Result rollback(JobContext context) {
    Horizon part = HorizonOption.parsed(List.of(horizon)).get(0);
    Rollback rollback = new Rollback(context);
    RolledBack moved =
        run == null ? rollback.schedule(part, version) : rollback.planOf(run, part, version);
    Map<String, Object> json = GroupJson.of(moved.group());
    if (run != null) {
      json.put("run", run);
    }
    json.put("horizon", part.fraction());
    json.put("from", moved.from().orElse(null));
    json.put("to", version);
    json.put("changed", moved.changed());
    json.put("path", moved.path());
    String line =
        moved.changed()
            ? "the latest version is now %d, before %s"
                .formatted(
                    version, moved.from().map(String::valueOf).orElse("none of the versions"))
            : "version %d is the latest already, nothing changed".formatted(version);
    return Result.of(json, List.of(moved.folder() + ": " + line));
  }
}
