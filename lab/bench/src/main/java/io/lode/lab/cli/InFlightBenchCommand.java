package io.lode.lab.cli;

import io.lode.artifact.ScheduleArtifact;
import io.lode.artifact.ScheduleArtifactJson;
import io.lode.forecast.Horizon;
import io.lode.jobs.UsageException;
import io.lode.jobs.cli.options.Result;
import io.lode.jobs.cli.options.SharedOptions;
import io.lode.jobs.group.Policy;
import io.lode.jobs.group.ReplannedRun.Outcome;
import io.lode.jobs.pipeline.Generate;
import io.lode.jobs.pipeline.Ingest;
import io.lode.jobs.pipeline.JobContext;
import io.lode.jobs.pipeline.Replan;
import io.lode.jobs.pipeline.ReplanReport;
import io.lode.jobs.pipeline.Train;
import io.lode.jobs.store.artifacts.Artifacts;
import io.lode.jobs.store.files.VersionedFolder;
import io.lode.jobs.store.tables.GroupSummary;
import io.lode.lab.load.SimulatedLogs;
import io.lode.lab.world.Difference;
import io.lode.lab.world.SweepDraw;
import io.lode.lab.world.World;
import io.lode.lab.world.WorldCsv;
import io.lode.lab.world.Worlds;
import io.lode.trajectory.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How long one pass over many runs in flight takes. */
@Command(
    name = "in-flight",
    description = "Make simulated runs in flight in an empty store, and time one pass over them.")
final class InFlightBenchCommand implements Callable<Integer> {

  @Mixin private SharedOptions shared;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "1000",
      description = "runs in flight (default: ${DEFAULT-VALUE})")
  private int runs;

  @Option(
      names = "--groups",
      paramLabel = "N",
      defaultValue = "10",
      description = "groups that they belong to (default: ${DEFAULT-VALUE})")
  private int groups;

  @Override
  public Integer call() {
    return shared.run(this::bench);
  }

  private Result bench(JobContext context) {
    if (runs < 1 || groups < 1) {
      throw new UsageException(
          "--runs and --groups must be at least 1, found " + runs + " and " + groups);
    }
    if (context.store().findTrajectories().isPresent()) {
      throw new UsageException(
          "--store must name an empty store, found runs in " + context.store().root());
    }
    sweeps(context);
    new Train(context).run();
    new Generate(context, context.standardMethod()).run(List.of(new Horizon(1)), Policy.PROVEN);
    log(context);
    System.gc();
    heapPools().forEach(MemoryPoolMXBean::resetPeakUsage);
    long start = System.nanoTime();
    ReplanReport pass = new Replan(context).pass();
    double seconds = (System.nanoTime() - start) * 1e-9;
    double megabytes =
        heapPools().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() / 1048576.0;
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("runs", runs);
    json.put("groups", groups);
    json.put("master", context.spark().sparkContext().master());
    json.put("seconds", seconds);
    json.put("peakHeapMegabytes", megabytes);
    json.put(
        "replanned",
        count(pass, outcome -> outcome != Outcome.SKIPPED && outcome != Outcome.FAILED));
    json.put("skipped", count(pass, outcome -> outcome == Outcome.SKIPPED));
    json.put("failed", count(pass, outcome -> outcome == Outcome.FAILED));
    return new Result(
        json,
        List.of(
            String.format(
                Locale.ROOT,
                "%d runs in flight of %d groups in %s: %.1f s, peak heap %.0f MB",
                runs,
                groups,
                context.spark().sparkContext().master(),
                seconds,
                megabytes)),
        pass.failure());
  }

  private static int count(ReplanReport pass, Predicate<Outcome> wanted) {
    return (int) pass.runs().stream().filter(run -> wanted.test(run.outcome())).count();
  }

  private static List<MemoryPoolMXBean> heapPools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }

  /** Every group is another quadratic with a sweep of 20 runs. */
  private void sweeps(JobContext context) {
    try {
      Path logs = Files.createTempDirectory("lode-in-flight");
      for (int g = 0; g < groups; g++) {
        World world = world(g);
        SweepDraw draw = SweepDraw.of(world, 20, g);
        WorldCsv.write(
            logs,
            model(g),
            "simulated",
            world.train(draw.schedules(), draw.names(), world.totalSteps(), g));
      }
      new Ingest(context).run("csv", logs.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static World world(int group) {
    return Worlds.quadratic(group + 1);
  }

  private static String model(int group) {
    return "model-%03d".formatted(group);
  }

  /** Runs of many paces, each at some part of its training. */
  private void log(JobContext context) {
    Artifacts artifacts = context.store().artifacts();
    SplittableRandom random = new SplittableRandom(context.seed());
    List<GroupSummary> summaries = context.store().trajectories().groups();
    for (int g = 0; g < groups; g++) {
      GroupSummary summary = summaries.get(g);
      VersionedFolder folder = artifacts.schedules(summary.group(), new Horizon(1));
      String path = folder.path(folder.latestVersion().orElseThrow());
      ScheduleArtifact schedule =
          ScheduleArtifactJson.read(artifacts.files().read(path).orElseThrow(), path);
      SimulatedLogs logs =
          new SimulatedLogs(artifacts.files(), summary.group(), summary.objective());
      List<String> names = new ArrayList<>();
      for (int i = g; i < runs; i += groups) {
        names.add("run-%05d".formatted(i));
      }
      for (String name : names) {
        World own = world(g).with(new Difference.Pace(Math.exp(random.nextDouble(-0.35, 0.35))));
        Run run =
            own.train(
                    List.of(schedule.schedule()),
                    List.of(name),
                    own.totalSteps(),
                    random.nextLong())
                .get(0);
        logs.append(run, path, 0, Math.rint(own.totalSteps() * random.nextDouble(0.1, 0.9)), 1);
      }
    }
  }
}
