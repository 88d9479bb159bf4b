package io.lode.lab.cli;

import io.lode.jobs.UsageException;
import io.lode.jobs.cli.options.Result;
import io.lode.jobs.cli.options.SettingOptions;
import io.lode.jobs.conf.settings.SearchSettings;
import io.lode.jobs.conf.settings.Settings;
import io.lode.jobs.conf.settings.TrainSettings;
import io.lode.jobs.progress.ConsoleProgress;
import io.lode.lab.bench.FewRunPrior;
import io.lode.lab.bench.FirstNightBench;
import io.lode.lab.bench.FirstNightPlan;
import io.lode.lab.bench.FirstNightSweep;
import io.lode.lab.bench.FirstNightTable;
import io.lode.lab.bench.RegretMethods;
import io.lode.lab.bench.ScheduleTable;
import io.lode.lab.bench.TableChoice;
import io.lode.lab.bench.TableChoices;
import io.lode.model.latent.LatentConfig;
import io.lode.model.modal.ModalForecaster;
import io.lode.search.nightly.NightlySearch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What LODE makes of the one sweep that most users have. */
@Command(
    name = "first-night",
    description =
        "Search sweeps of one shape or of all in simulated worlds; how much of the gap to the"
            + " optimum is closed, beside the rule of practice and a tuner.")
final class FirstNightBenchCommand implements Callable<Integer> {

  @Mixin private BenchOptions options;

  @Option(names = "--worlds", split = ",", paramLabel = "NAME", description = "worlds to run in")
  private List<String> worlds =
      List.of("quadratic", "multi-power-law", "over-fitting", "network-adam", "network-sgd");

  @Option(
      names = "--shapes",
      split = ",",
      paramLabel = "NAME",
      description = "shapes of the sweep: constant, cosine and the like, or mixed")
  private List<String> shapes = List.of("constant", "cosine", FirstNightSweep.MIXED);

  @Option(names = "--sizes", split = ",", paramLabel = "N", description = "runs of the sweep")
  private List<Integer> sizes = List.of(12, 20);

  @Option(
      names = "--decades",
      split = ",",
      paramLabel = "N",
      description = "decades of learning rate that the peaks are drawn from")
  private List<Double> decades = List.of(2.0, 3.0);

  @Option(
      names = "--seed-luck",
      split = ",",
      paramLabel = "X",
      description =
          "standard deviation of the log loss that runs of one seed share; over 0 four runs of the"
              + " sweep repeat others under a second seed")
  private List<Double> seedLucks = List.of(0.0);

  @Option(
      names = "--first-variant",
      paramLabel = "N",
      defaultValue = "1",
      description = "the first instance of the worlds; the seed of a sweep is its instance")
  private long firstVariant;

  @Option(names = "--variants", paramLabel = "N", defaultValue = "5", description = "instances")
  private int variants;

  @Option(names = "--nights", paramLabel = "N", defaultValue = "2", description = "nights")
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
      names = "--search",
      paramLabel = "NAME",
      defaultValue = NightlySearch.NAME,
      description = "nightly, free, bayesian, random, repeat")
  private String search;

  @Option(
      names = "--forecaster",
      paramLabel = "NAME",
      defaultValue = ModalForecaster.NAME,
      description = "what the search listens to beside the process")
  private String forecaster;

  @Option(
      names = "--table",
      paramLabel = "FOLDER",
      description =
          "instead of simulated worlds, real runs: CSV files of"
              + " step,lr,train_loss,validation_loss; given those of one shape, choose"
              + " among all")
  private Path table;

  @Option(
      names = "--horizon-steps",
      split = ",",
      paramLabel = "N",
      description = "with --table, steps at which the objective counts")
  private List<Double> horizonSteps = List.of();

  @Option(
      names = "--prior",
      description =
          "fit sweeps of few runs under the prior that comes with LODE, without what simulated"
              + " worlds taught it")
  private boolean prior;

  @Mixin private SettingOptions settingOptions;

  @Override
  public Integer call() {
    return options.run(table == null ? this::measure : progress -> choose());
  }

  private Result choose() {
    if (horizonSteps.isEmpty()) {
      throw new UsageException("--table needs --horizon-steps, such as --horizon-steps 25000");
    }
    TableChoices choices = new TableChoices(ScheduleTable.read(table), methods(), forecaster);
    List<TableChoice.Row> rows = new ArrayList<>();
    for (double horizon : horizonSteps) {
      for (String shape : shapes) {
        if (!shape.equals(FirstNightSweep.MIXED)) {
          rows.add(choices.row(shape, horizon));
        }
      }
    }
    return Result.of(Map.of("rows", rows), TableChoices.markdown(rows));
  }

  private RegretMethods methods() {
    Settings settings = settingOptions.settings();
    RegretMethods methods =
        new RegretMethods(
            SearchSettings.of(settings).search(),
            TrainSettings.of(settings),
            LatentConfig.published(1));
    return prior ? methods.under(FewRunPrior.ofPublishedLogs(settings)) : methods;
  }

  /** Prints a row when it is done, so that a run that is cut off has said what it found. */
  private Result measure(ConsoleProgress progress) {
    List<FirstNightSweep> sweeps = new ArrayList<>();
    for (String shape : shapes) {
      for (int size : sizes) {
        for (double range : decades) {
          seedLucks.forEach(luck -> sweeps.add(new FirstNightSweep(shape, size, range, luck)));
        }
      }
    }
    FirstNightPlan plan =
        new FirstNightPlan(
            worlds,
            firstVariant,
            variants,
            forecaster,
            search,
            sweeps,
            nights,
            count,
            repeats,
            methods());
    List<FirstNightTable.Row> rows = new ArrayList<>();
    new FirstNightBench(plan, progress)
        .run(
            cell -> {
              FirstNightTable.Row row = FirstNightTable.row(cell);
              rows.add(row);
              if (!options.json()) {
                progress.clear();
                if (rows.size() == 1) {
                  FirstNightTable.heading(row).forEach(options.console().out()::println);
                }
                options.console().out().println(FirstNightTable.markdown(row));
              }
            });
    return Result.of(Map.of("rows", rows), List.of());
  }
}
