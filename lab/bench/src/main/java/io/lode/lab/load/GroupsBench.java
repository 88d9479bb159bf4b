package io.lode.lab.load;

import static java.util.stream.Collectors.joining;

import io.lode.forecast.Horizon;
import io.lode.jobs.GroupFilter;
import io.lode.jobs.conf.settings.Settings;
import io.lode.jobs.group.Policy;
import io.lode.jobs.pipeline.Generate;
import io.lode.jobs.pipeline.Ingest;
import io.lode.jobs.pipeline.JobContext;
import io.lode.jobs.pipeline.Train;
import io.lode.jobs.progress.Progress;
import io.lode.jobs.store.Store;
import io.lode.lab.world.SweepDraw;
import io.lode.lab.world.World;
import io.lode.lab.world.WorldCsv;
import io.lode.lab.world.Worlds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Times the pipeline on many groups, each the sweep of another simulated world. */
public final class GroupsBench {

  private static final String DATASET = "simulated";

  private static final long SEED = 1;

  /**
   * One measurement.
   *
   * @param groups how many
   * @param runs of each group
   * @param ingestSeconds wall clock
   * @param trainSeconds wall clock
   * @param generateSeconds wall clock
   * @param heapMegabytes most heap in use of this process, the driver, at any time of train and
   *     generate, garbage included
   * @param executorMegabytes the same of executors that are processes of their own, by their name
   */
  public record Measured(
      int groups,
      int runs,
      double ingestSeconds,
      double trainSeconds,
      double generateSeconds,
      double heapMegabytes,
      Map<String, Double> executorMegabytes) {

    /** Seconds of train and generate for each group. */
    public double secondsPerGroup() {
      return (trainSeconds + generateSeconds) / groups;
    }

    /** A line for people. */
    public String line() {
      return String.format(
          Locale.ROOT,
          "%d groups of %d runs: ingest %.1f s, train %.1f s, generate %.1f s, train and generate"
              + " %.3f s a group, %.1f groups a minute; most heap in use %.0f MB%s",
          groups,
          runs,
          ingestSeconds,
          trainSeconds,
          generateSeconds,
          secondsPerGroup(),
          60 / secondsPerGroup(),
          heapMegabytes,
          executorMegabytes.entrySet().stream()
              .map(
                  one ->
                      String.format(
                          Locale.ROOT, ", executor %s %.0f MB", one.getKey(), one.getValue()))
              .collect(joining()));
    }
  }

  private final Path folder;
  private final SparkSession spark;
  private final Settings settings;
  private final List<Horizon> horizons;
  private final PeakMemory executors;
  private final Progress progress;

  /**
   * Prepares the benchmark.
   *
   * @param folder where logs and stores are kept, a store a measurement
   * @param settings in force
   * @param horizons parts of training, one schedule each
   * @param executors listens to the session
   * @param progress takes a line at a time
   */
  public GroupsBench(
      Path folder,
      SparkSession spark,
      Settings settings,
      List<Horizon> horizons,
      PeakMemory executors,
      Progress progress) {
    this.folder = folder;
    this.spark = spark;
    this.settings = settings;
    this.horizons = horizons;
    this.executors = executors;
    this.progress = progress;
  }

  /**
   * Measures each number of groups, after one group that is not counted.
   *
   * @throws IllegalArgumentException if a number is not positive
   */
  public List<Measured> run(List<Integer> groups, int runs) {
    for (int count : groups) {
      if (count < 1 || runs < 1) {
        throw new IllegalArgumentException(
            "groups and runs must be at least 1, found " + count + " and " + runs);
      }
    }
    measure("warm-up", 1, runs);
    List<Measured> measured = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      measured.add(measure("measurement-" + i, groups.get(i), runs));
      progress.accept("bench: " + measured.get(i).line());
    }
    return measured;
  }

  private Measured measure(String name, int groups, int runs) {
    Path logs = folder.resolve(name).resolve("logs");
    for (int group = 0; group < groups; group++) {
      write(logs, group, runs);
    }
    String store = folder.resolve(name).resolve("store").toUri().toString();
    JobContext context =
        new JobContext(
            spark, Store.open(spark, store), settings, GroupFilter.all(), SEED, progress);
    long start = System.nanoTime();
    new Ingest(context).run("csv", logs.toUri().toString()).requireSuccess();
    long ingested = System.nanoTime();
    heapPools().forEach(MemoryPoolMXBean::resetPeakUsage);
    executors.reset();
    new Train(context).run().requireSuccess();
    long trained = System.nanoTime();
    new Generate(context, context.standardMethod()).run(horizons, Policy.PLANNED).requireSuccess();
    long generated = System.nanoTime();
    double peak = heapPools().stream().mapToDouble(pool -> pool.getPeakUsage().getUsed()).sum();
    return new Measured(
        groups,
        runs,
        (ingested - start) * 1e-9,
        (trained - ingested) * 1e-9,
        (generated - trained) * 1e-9,
        peak / (1024 * 1024),
        executors.megabytes());
  }

  private static List<MemoryPoolMXBean> heapPools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }

  /** Writes the logs of one group, a CSV a run. */
  public static void write(Path logs, int group, int runs) {
    World world = Worlds.quadratic(group + 1L);
    SweepDraw draw = SweepDraw.of(world, runs, group);
    try {
      WorldCsv.write(
          logs,
          "group-" + group,
          DATASET,
          world.train(draw.schedules(), draw.names(), world.totalSteps(), group));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
