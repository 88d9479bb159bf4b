package io.lode.lab.cli;

import io.lode.jobs.cli.options.Result;
import io.lode.jobs.progress.ConsoleProgress;
import io.lode.jobs.spark.LodeSpark;
import io.lode.lab.load.IngestBench;
import io.lode.lab.load.IngestBench.Measured;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How long ingestion takes beside a bare Spark job. */
@Command(
    name = "ingest",
    description =
        "Time the ingestion of messy sweeps beside a bare Spark job that reads, sorts and writes"
            + " the same files.")
final class IngestBenchCommand implements Callable<Integer> {

  @Mixin private BenchOptions options;

  @Option(names = "--rows", split = ",", paramLabel = "N", description = "rows of a sweep, about")
  private List<Long> rows = List.of(1_000_000L, 10_000_000L);

  @Option(
      names = "--rows-per-run",
      paramLabel = "N",
      defaultValue = "1000",
      description = "rows of a run (default: ${DEFAULT-VALUE})")
  private long rowsPerRun;

  @Option(names = "--repeats", paramLabel = "N", defaultValue = "1", description = "repeats")
  private int repeats;

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      description = "where logs and tables are kept meanwhile (default: a temporary folder)")
  private Path folder;

  @Option(
      names = "--master",
      paramLabel = "URL",
      defaultValue = "local[2]",
      description = "Spark master (default: ${DEFAULT-VALUE})")
  private String master;

  @Override
  public Integer call() {
    return options.run(this::measure);
  }

  private Result measure(ConsoleProgress progress) {
    SparkSession spark = LodeSpark.start(master, Map.of());
    List<Measured> measured =
        new IngestBench(spark, BenchCommand.workFolder(folder), progress)
            .run(rows, rowsPerRun, repeats);
    return Result.of(Map.of("rows", measured), measured.stream().map(Measured::line).toList());
  }
}
