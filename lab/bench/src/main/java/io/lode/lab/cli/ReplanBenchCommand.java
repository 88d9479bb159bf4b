package io.lode.lab.cli;

import io.lode.forecast.Outcomes;
import io.lode.jobs.cli.options.Result;
import io.lode.jobs.cli.options.SettingOptions;
import io.lode.jobs.conf.settings.ReplanSettings;
import io.lode.jobs.progress.ConsoleProgress;
import io.lode.lab.bench.ReplanBench;
import io.lode.lab.bench.ReplanCell;
import io.lode.lab.bench.ReplanPlan;
import io.lode.lab.bench.ReplanTable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What replanning does to runs in flight whose dynamics differ from their sweep's. */
@Command(
    name = "replan",
    description =
        "Train runs in simulated worlds with and without replanning; the change of their result.")
final class ReplanBenchCommand implements Callable<Integer> {

  private static final int OBSERVATIONS = Outcomes.INTERVALS;

  @Mixin private BenchOptions options;

  @Option(names = "--worlds", split = ",", paramLabel = "NAME", description = "worlds to run in")
  private List<String> worlds =
      List.of("quadratic", "multi-power-law", "over-fitting", "network-adam", "network-sgd");

  @Option(
      names = "--variant",
      paramLabel = "N",
      defaultValue = "0",
      description = "another instance of the worlds with a closed form")
  private long variant;

  @Option(
      names = "--starts",
      split = ",",
      paramLabel = "NAME",
      description = "schedules that runs start with: proven, planned")
  private List<ReplanCell.Start> starts = List.of(ReplanCell.Start.PROVEN);

  @Option(
      names = "--size",
      paramLabel = "N",
      defaultValue = "20",
      description = "runs of the sweep")
  private int size;

  @Option(names = "--seeds", paramLabel = "N", defaultValue = "20", description = "seeds")
  private int seeds;

  @Option(
      names = "--first-seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "the first of the seeds, so that what is tuned on some is measured on others")
  private long firstSeed;

  @Option(
      names = "--at",
      split = ",",
      paramLabel = "FRACTION",
      description = "parts of training at which runs are replanned")
  private List<Double> at = List.of(0.1, 0.2, 0.4, 0.6);

  @Option(
      names = "--watch",
      description = "replan after every observation from a twentieth on, as replan --watch does")
  private boolean watch;

  @Option(
      names = "--alarms",
      description =
          "besides, replan as soon as the loss rises as no finished run's did, as replan --watch"
              + " does")
  private boolean alarms;

  @Option(names = "--threads", paramLabel = "N", defaultValue = "1", description = "threads")
  private int threads;

  @Mixin private SettingOptions settingOptions;

  @Option(names = "--decisions", description = "report every decision on stderr")
  private boolean decisions;

  @Override
  public Integer call() {
    return options.run(this::measure);
  }

  private Result measure(ConsoleProgress progress) {
    List<Double> parts = watch ? observations(OBSERVATIONS / 20) : at;
    ReplanSettings settings = ReplanSettings.of(settingOptions.settings());
    ReplanPlan plan =
        new ReplanPlan(
            worlds,
            variant,
            starts,
            size,
            firstSeed,
            seeds,
            parts,
            alarms ? observations(2) : List.of(),
            settings.config(),
            settings.pace(),
            threads);
    ReplanBench bench =
        new ReplanBench(
            plan, progress, decisions ? line -> options.console().err().println(line) : line -> {});
    List<ReplanTable.Row> rows = ReplanTable.rows(bench.run());
    return Result.of(Map.of("rows", rows), ReplanTable.markdown(rows));
  }

  /** Ends of the simulated worlds' intervals, which are when they log. */
  private static List<Double> observations(int first) {
    return IntStream.range(first, OBSERVATIONS).mapToObj(i -> i / (double) OBSERVATIONS).toList();
  }
}
