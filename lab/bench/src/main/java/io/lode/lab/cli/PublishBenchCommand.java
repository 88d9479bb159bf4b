package io.lode.lab.cli;

import io.lode.jobs.cli.options.Result;
import io.lode.jobs.cli.options.SharedOptions;
import io.lode.jobs.pipeline.JobContext;
import io.lode.lab.load.PublishBench;
import io.lode.lab.load.PublishBench.Measured;
import io.lode.trajectory.GroupKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What many publishers and readers do to one group's schedules. */
@Command(
    name = "publish",
    description =
        "Publish and read the schedules of a new group in a store from many threads at once, and"
            + " count what is repeated, missing or torn.")
final class PublishBenchCommand implements Callable<Integer> {

  @Mixin private SharedOptions shared;

  @Option(
      names = "--publishers",
      paramLabel = "N",
      defaultValue = "16",
      description = "threads that publish (default: ${DEFAULT-VALUE})")
  private int publishers;

  @Option(
      names = "--readers",
      paramLabel = "N",
      defaultValue = "16",
      description = "threads that read (default: ${DEFAULT-VALUE})")
  private int readers;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "60",
      description = "how long (default: ${DEFAULT-VALUE})")
  private int seconds;

  @Override
  public Integer call() {
    return shared.run(this::measure);
  }

  private Result measure(JobContext context) {
    GroupKey group = new GroupKey("bench-publish-" + UUID.randomUUID(), "none", "none");
    Measured measured =
        new PublishBench(context.store().artifacts(), publishers, readers)
            .run(group, Duration.ofSeconds(seconds));
    return Result.of(Map.of("rows", List.of(measured)), List.of(measured.line()));
  }
}
