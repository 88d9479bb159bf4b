package io.lode.lab.cli;

import io.lode.jobs.cli.options.HorizonOption;
import io.lode.jobs.cli.options.Result;
import io.lode.jobs.cli.options.SettingOptions;
import io.lode.jobs.cli.options.SparkOptions;
import io.lode.jobs.conf.settings.Settings;
import io.lode.jobs.progress.ConsoleProgress;
import io.lode.lab.load.GroupsBench;
import io.lode.lab.load.GroupsBench.Measured;
import io.lode.lab.load.PeakMemory;
import io.lode.lab.load.PriorLoadBench;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How long many groups take through train and generate. */
@Command(
    name = "groups",
    description =
        "Time ingest, train and generate of many groups, policy planned; on a cluster, too.")
final class GroupsBenchCommand implements Callable<Integer> {

  @Mixin private BenchOptions options;

  @Option(names = "--groups", split = ",", paramLabel = "N", description = "numbers of groups")
  private List<Integer> groups = List.of(50, 200);

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "20",
      description = "runs of a group (default: ${DEFAULT-VALUE})")
  private int runs;

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      description = "where logs and stores are kept (default: a temporary folder)")
  private Path folder;

  @Option(
      names = "--prior",
      description = "time ingest and the estimate of a prior from these groups alone instead")
  private boolean prior;

  @Mixin private HorizonOption horizon;

  @Mixin private SettingOptions settingOptions;

  @Mixin private SparkOptions sparkOptions;

  @Override
  public Integer call() {
    return options.run(this::measure);
  }

  private Result measure(ConsoleProgress progress) {
    Settings settings = settingOptions.settings();
    SparkSession spark = sparkOptions.start(PeakMemory.PROPERTIES);
    if (prior) {
      PriorLoadBench bench =
          new PriorLoadBench(BenchCommand.workFolder(folder), spark, settings, progress);
      List<PriorLoadBench.Measured> rows =
          groups.stream().map(count -> bench.run(count, runs)).toList();
      return Result.of(
          Map.of("rows", rows), rows.stream().map(PriorLoadBench.Measured::line).toList());
    }
    PeakMemory executors = new PeakMemory();
    spark.sparkContext().addSparkListener(executors);
    List<Measured> measured =
        new GroupsBench(
                BenchCommand.workFolder(folder),
                spark,
                settings,
                horizon.horizons(settings),
                executors,
                progress)
            .run(groups, runs);
    return Result.of(Map.of("rows", measured), measured.stream().map(Measured::line).toList());
  }
}
