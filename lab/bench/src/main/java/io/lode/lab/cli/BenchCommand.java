package io.lode.lab.cli;

import io.lode.forecast.Horizon;
import io.lode.jobs.cli.options.Result;
import io.lode.jobs.cli.options.SettingOptions;
import io.lode.jobs.conf.settings.SearchSettings;
import io.lode.jobs.conf.settings.Settings;
import io.lode.jobs.conf.settings.TrainSettings;
import io.lode.jobs.progress.ConsoleProgress;
import io.lode.lab.bench.RegretBench;
import io.lode.lab.bench.RegretMethods;
import io.lode.lab.bench.RegretPlan;
import io.lode.lab.bench.RegretResult;
import io.lode.lab.bench.RegretTable;
import io.lode.lab.bench.SpeedBench;
import io.lode.model.latent.LatentConfig;
import io.lode.model.modal.ModalForecaster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Benchmarks: regret in simulated worlds, speed and ingestion. None needs a store. */
@Command(
    name = "bench",
    description = "Measure regret, replanning, forecasts, ingestion or speed.",
    subcommands = {
      BenchCommand.Regret.class,
      FirstNightBenchCommand.class,
      SettingsBenchCommand.class,
      ReplanBenchCommand.class,
      InFlightBenchCommand.class,
      BenchCommand.Speed.class,
      GroupsBenchCommand.class,
      IngestBenchCommand.class,
      InspectBenchCommand.class,
      PublishBenchCommand.class,
      FaultsBenchCommand.class,
      LongRunsBenchCommand.class,
      WideSweepsBenchCommand.class,
      CalibrationBenchCommand.class,
      VerdictBenchCommand.class,
      DamageBenchCommand.class,
      GapsBenchCommand.class,
      OdeBenchCommand.class,
      PriorBenchCommand.class
    })
final class BenchCommand {

  /** What published schedules really reach, night by night. */
  @Command(
      name = "regret",
      description =
          "Run loops of nights in simulated worlds; how much of the gap to the optimum is closed.")
  static final class Regret implements Callable<Integer> {

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
        names = "--forecasters",
        split = ",",
        paramLabel = "NAME",
        description =
            "what searches listen to beside the process: modal, modal+curves,"
                + " modal+neural, multi-power-law,"
                + " latent")
    private List<String> forecasters = List.of(ModalForecaster.NAME);

    @Option(
        names = "--searches",
        split = ",",
        paramLabel = "NAME",
        description = "nightly, free, bayesian, random, repeat, latent")
    private List<String> searches = List.of("nightly");

    @Option(names = "--sizes", split = ",", paramLabel = "N", description = "runs of the sweep")
    private List<Integer> sizes = List.of(20);

    @Option(
        names = "--horizons",
        split = ",",
        paramLabel = "FRACTION",
        description = "parts of training")
    private List<Double> horizons = List.of(1.0);

    @Option(names = "--seeds", paramLabel = "N", defaultValue = "5", description = "seeds")
    private int seeds;

    @Option(names = "--nights", paramLabel = "N", defaultValue = "8", description = "nights")
    private int nights;

    @Option(
        names = "--count",
        paramLabel = "N",
        defaultValue = "3",
        description = "proposals a night")
    private int count;

    @Option(
        names = "--repeats",
        paramLabel = "N",
        defaultValue = "16",
        description = "fresh seeds that judge a schedule in network worlds")
    private int repeats;

    @Option(names = "--threads", paramLabel = "N", defaultValue = "1", description = "threads")
    private int threads;

    @Option(
        names = "--latent-members",
        paramLabel = "N",
        defaultValue = "4",
        description = "ensemble of the forecaster and the search latent")
    private int latentMembers;

    @Option(
        names = "--latent-steps",
        paramLabel = "N",
        defaultValue = "300",
        description = "optimiser steps of each night's fit of the papers' model")
    private int latentSteps;

    @Mixin private SettingOptions settingOptions;

    @Override
    public Integer call() {
      return options.run(this::measure);
    }

    /** Prints a cell when it is done, so that a run that is cut off has said what it found. */
    private Result measure(ConsoleProgress progress) {
      Settings settings = settingOptions.settings();
      RegretPlan plan =
          new RegretPlan(
              worlds,
              variant,
              forecasters,
              searches,
              sizes,
              horizons.stream().map(Horizon::new).toList(),
              seeds,
              nights,
              count,
              repeats,
              threads,
              new RegretMethods(
                  SearchSettings.of(settings).search(),
                  TrainSettings.of(settings),
                  LatentConfig.published(1).sized(latentMembers, latentSteps)));
      Consumer<List<String>> print =
          options.json()
              ? lines -> {}
              : lines -> {
                progress.clear();
                lines.forEach(options.console().out()::println);
              };
      print.accept(RegretTable.heading());
      List<RegretResult> results =
          new RegretBench(plan, progress)
              .run(cell -> print.accept(RegretTable.markdown(RegretTable.rows(cell))));
      return Result.of(Map.of("rows", RegretTable.rows(results)), List.of());
    }
  }

  /** How long one group takes. */
  @Command(name = "speed", description = "Time the fit and the search of one group on one thread.")
  static final class Speed implements Callable<Integer> {

    @Mixin private BenchOptions options;

    @Option(names = "--sizes", split = ",", paramLabel = "N", description = "runs of the sweep")
    private List<Integer> sizes = List.of(10, 20, 60);

    @Option(names = "--repeats", paramLabel = "N", defaultValue = "5", description = "repeats")
    private int repeats;

    @Override
    public Integer call() {
      return options.run(this::measure);
    }

    private Result measure(ConsoleProgress progress) {
      List<SpeedBench.Row> rows = SpeedBench.run(sizes, repeats);
      List<String> lines =
          rows.stream()
              .map(
                  row ->
                      String.format(
                          Locale.ROOT,
                          "%d runs of %d points: fit of 8 members %.2f s, search %.2f s",
                          row.runs(),
                          row.points(),
                          row.fitSeconds(),
                          row.searchSeconds()))
              .toList();
      return Result.of(Map.of("rows", rows), lines);
    }
  }

  /** A new folder for a benchmark's logs and tables, below the given one or a temporary one. */
  static Path workFolder(Path parent) {
    try {
      return parent == null
          ? Files.createTempDirectory("lode-bench-")
          : Files.createTempDirectory(Files.createDirectories(parent), "lode-bench-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
