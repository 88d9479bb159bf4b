package io.lode.lab.cli;

import io.lode.jobs.GroupFilter;
import io.lode.jobs.cli.GenerateCommand;
import io.lode.jobs.cli.HorizonOption;
import io.lode.jobs.cli.IngestCommand;
import io.lode.jobs.cli.Result;
import io.lode.jobs.cli.SettingOptions;
import io.lode.jobs.cli.SparkOptions;
import io.lode.jobs.cli.TrainCommand;
import io.lode.jobs.conf.settings.Settings;
import io.lode.jobs.group.Policy;
import io.lode.jobs.pipeline.JobContext;
import io.lode.jobs.progress.ConsoleProgress;
import io.lode.jobs.progress.Progress;
import io.lode.jobs.store.Store;
import io.lode.lab.load.GroupsBench;
import io.lode.lab.load.GroupsBench.Measured;
import io.lode.lab.load.PeakMemory;
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
    PeakMemory executors = new PeakMemory();
    spark.sparkContext().addSparkListener(executors);
    List<Measured> measured =
        new GroupsBench(
                BenchCommand.workFolder(folder),
                pipeline(spark, settings, progress),
                executors,
                progress)
            .run(groups, runs);
    return Result.of(Map.of("rows", measured), measured.stream().map(Measured::line).toList());
  }

  private GroupsBench.Pipeline pipeline(SparkSession spark, Settings settings, Progress progress) {
    return new GroupsBench.Pipeline() {

      private JobContext context(String store) {
        return new JobContext(
            spark, Store.open(spark, store), settings, GroupFilter.all(), 1, progress);
      }

      @Override
      public void ingest(String store, Path logs) {
        IngestCommand.ingest(context(store), "csv", logs.toUri().toString());
      }

      @Override
      public void train(String store) {
        require(TrainCommand.train(context(store)));
      }

      @Override
      public void generate(String store) {
        require(GenerateCommand.generate(context(store), horizon.values(), Policy.PLANNED));
      }

      private void require(Result result) {
        if (result.failure() != null) {
          throw result.failure();
        }
      }
    };
  }
}
