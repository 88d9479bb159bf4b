package io.lode.lab.cli;

import io.lode.jobs.cli.options.Result;
import io.lode.jobs.cli.options.SettingOptions;
import io.lode.jobs.conf.settings.HyperparameterSettings;
import io.lode.jobs.conf.settings.SearchSettings;
import io.lode.jobs.conf.settings.Settings;
import io.lode.jobs.conf.settings.TrainSettings;
import io.lode.jobs.progress.ConsoleProgress;
import io.lode.lab.varied.BatchHeldOut;
import io.lode.lab.varied.TableHeldOut;
import io.lode.lab.varied.VariedBench;
import io.lode.lab.varied.VariedPlan;
import io.lode.lab.varied.VariedRow;
import io.lode.lab.world.Worlds;
import io.lode.search.nightly.NightlySearch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What settings that vary beside the rate cost a search. */
@Command(
    name = "settings",
    description =
        "Search sweeps in which further settings vary at random, in simulated worlds: with the"
            + " settings held at their best, ignored, and taken as inputs.")
final class SettingsBenchCommand implements Callable<Integer> {

  @Mixin private BenchOptions options;

  @Option(names = "--worlds", split = ",", paramLabel = "NAME", description = "worlds to run in")
  private List<String> worlds = List.of("quadratic", "multi-power-law", "over-fitting");

  @Option(
      names = "--settings",
      split = ",",
      paramLabel = "KINDS",
      description =
          "settings that vary: strong, weak, useless, category, and in worlds of networks batch and"
              + " scale; joined by a plus sign where several vary")
  private List<String> settings = List.of("strong", "strong+weak", "strong+useless", "useless");

  @Option(names = "--sizes", split = ",", paramLabel = "N", description = "runs of the sweep")
  private List<Integer> sizes = List.of(20, 40, 60);

  @Option(
      names = "--first-variant",
      paramLabel = "N",
      defaultValue = "1",
      description = "the first instance of the worlds; the seed of a sweep is its instance")
  private long firstVariant;

  @Option(names = "--variants", paramLabel = "N", defaultValue = "5", description = "instances")
  private int variants;

  @Option(names = "--nights", paramLabel = "N", defaultValue = "4", description = "nights")
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
      defaultValue = "8",
      description = "fresh seeds that judge a schedule in network worlds")
  private int repeats;

  @Option(
      names = "--table",
      paramLabel = "FOLDER",
      description =
          "instead of simulated worlds, real runs: OWNER/GROUP/RUN.csv and their hyperparameters in"
              + " runs.csv; held-out error with and without those as inputs")
  private Path table;

  @Option(
      names = "--batches",
      description =
          "instead of searches, which steps and rates on other batch sizes are equivalent, by"
              + " held-out error; takes worlds of networks")
  private boolean batches;

  @Mixin private SettingOptions settingOptions;

  @Override
  public Integer call() {
    return options.run(batches ? this::convert : table == null ? this::measure : this::hold);
  }

  /** Measures conversions between batch sizes, one sweep after the other. */
  private Result convert(ConsoleProgress progress) {
    Settings inForce = settingOptions.settings();
    BatchHeldOut heldOut =
        new BatchHeldOut(
            TrainSettings.of(inForce).config(1), HyperparameterSettings.of(inForce).config());
    List<BatchHeldOut.Row> rows = new ArrayList<>();
    for (String world : worlds) {
      for (int size : sizes) {
        for (int variant = 0; variant < variants; variant++) {
          long seed = firstVariant + variant;
          rows.add(heldOut.row(Worlds.named(world, seed, 1), size, seed));
          if (!options.json()) {
            progress.clear();
            if (rows.size() == 1) {
              BatchHeldOut.heading().forEach(options.console().out()::println);
            }
            rows.get(rows.size() - 1).markdown().forEach(options.console().out()::println);
          }
        }
      }
    }
    return Result.of(Map.of("rows", rows), List.of());
  }

  /** Holds real runs out, one group after the other. */
  private Result hold(ConsoleProgress progress) {
    Settings inForce = settingOptions.settings();
    HyperparameterSettings hyperparameters = HyperparameterSettings.of(inForce);
    TableHeldOut heldOut =
        new TableHeldOut(TrainSettings.of(inForce).config(1), hyperparameters.config());
    List<TableHeldOut.Row> rows = new ArrayList<>();
    TableHeldOut.read(table)
        .forEach(
            (name, sweep) -> {
              rows.add(heldOut.row(name, sweep, hyperparameters.roles()));
              if (!options.json()) {
                progress.clear();
                if (rows.size() == 1) {
                  TableHeldOut.heading().forEach(options.console().out()::println);
                }
                options.console().out().println(rows.get(rows.size() - 1).markdown());
              }
            });
    return Result.of(Map.of("rows", rows), List.of());
  }

  /** Prints a row when it is done, so that a run that is cut off has said what it found. */
  private Result measure(ConsoleProgress progress) {
    Settings inForce = settingOptions.settings();
    VariedPlan plan =
        new VariedPlan(worlds, settings, sizes, firstVariant, variants, nights, count, repeats);
    List<VariedRow> rows = new ArrayList<>();
    new VariedBench(
            plan,
            NightlySearch.standard(SearchSettings.of(inForce).search()),
            TrainSettings.of(inForce).config(0),
            HyperparameterSettings.of(inForce).config(),
            progress)
        .run(
            row -> {
              rows.add(row);
              if (!options.json()) {
                progress.clear();
                if (rows.size() == 1) {
                  row.heading().forEach(options.console().out()::println);
                }
                options.console().out().println(row.markdown());
              }
            });
    return Result.of(Map.of("rows", rows), List.of());
  }
}
