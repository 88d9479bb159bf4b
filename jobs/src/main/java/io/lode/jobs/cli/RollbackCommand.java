package io.lode.jobs.cli;

import io.lode.artifact.ScheduleArtifactJson;
import io.lode.forecast.Horizon;
import io.lode.jobs.GroupFilter;
import io.lode.jobs.NothingUsableException;
import io.lode.jobs.UsageException;
import io.lode.jobs.pipeline.JobContext;
import io.lode.jobs.store.artifacts.Artifacts;
import io.lode.jobs.store.files.VersionedFolder;
import io.lode.trajectory.GroupKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    Artifacts artifacts = context.store().artifacts();
    GroupKey group = group(context.groups(), artifacts.groupsWithSchedules());
    Horizon part = HorizonOption.horizons(List.of(horizon), context).get(0);
    VersionedFolder folder =
        run == null ? artifacts.schedules(group, part) : artifacts.plans(group, run, part);
    byte[] content =
        folder
            .read(version)
            .orElseThrow(
                () ->
                    new UsageException(
                        "--to "
                            + version
                            + " is no version of "
                            + folder.folder()
                            + ", found "
                            + folder.versions()));
    // What is damaged must not be made the latest.
    ScheduleArtifactJson.read(content, folder.path(version));
    Optional<Integer> before = folder.latestVersion();
    boolean changed = before.filter(latest -> latest == version).isEmpty();
    if (changed) {
      folder.makeLatest(version);
    }
    Map<String, Object> json = GroupJson.of(group);
    if (run != null) {
      json.put("run", run);
    }
    json.put("horizon", part.fraction());
    json.put("from", before.orElse(null));
    json.put("to", version);
    json.put("changed", changed);
    json.put("path", folder.path(version));
    String line =
        changed
            ? "the latest version is now %d, before %s"
                .formatted(version, before.map(String::valueOf).orElse("none of the versions"))
            : "version %d is the latest already, nothing changed".formatted(version);
    return Result.of(json, List.of(folder.folder() + ": " + line));
  }

  private static GroupKey group(GroupFilter filter, List<GroupKey> groups) {
    if (filter.model() == null) {
      throw new UsageException(
          "rollback takes --group model=M,dataset=D[,optimizer=O], found none");
    }
    List<GroupKey> admitted = groups.stream().filter(filter).toList();
    if (admitted.isEmpty()) {
      throw new NothingUsableException(
          "no schedule was published for " + filter + "; lode show schedules lists them");
    }
    if (admitted.size() > 1) {
      throw new UsageException(
          "rollback takes one group, found "
              + admitted.size()
              + " of "
              + filter
              + "; name one of the optimizers "
              + admitted.stream().map(GroupKey::optimizer).toList());
    }
    return admitted.get(0);
  }
}
