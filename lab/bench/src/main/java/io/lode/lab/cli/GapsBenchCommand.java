package io.lode.lab.cli;

import io.lode.jobs.cli.options.Result;
import io.lode.jobs.cli.options.SharedOptions;
import io.lode.jobs.pipeline.JobContext;
import io.lode.lab.fault.GapBench;
import io.lode.lab.fault.GapBench.How;
import io.lode.lab.fault.GapBench.Row;
import io.lode.lab.fault.GapBench.Work;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import scala.Tuple2;

/** What is left of processes that were killed between the steps of a commit. */
@Command(
    name = "gaps",
    description =
        "Interrupt work in every gap between the steps of a commit, do the work again, and compare the"
            + " store with one that nothing hit; stores are made below --store.")
final class GapsBenchCommand implements Callable<Integer> {

  private static final String OF_HADOOP = "spark.hadoop.";

  @Mixin private SharedOptions shared;

  @Option(
      names = "--work",
      split = ",",
      paramLabel = "NAME",
      description = "publish, ingest, relocate (default: all)")
  private List<Work> works = List.of(Work.values());

  @Option(
      names = "--how",
      paramLabel = "HOW",
      defaultValue = "COPIED",
      description =
          "copied: one process is paused in every gap, and the store is copied as it is; killed: a"
              + " process is ended in every gap, some ten seconds each (default: ${DEFAULT-VALUE})")
  private How how;

  @Option(
      names = "--first",
      paramLabel = "N",
      defaultValue = "1",
      description = "number of the first gap (default: ${DEFAULT-VALUE})")
  private int first;

  @Option(
      names = "--every",
      paramLabel = "N",
      defaultValue = "1",
      description = "every n-th gap only (default: ${DEFAULT-VALUE})")
  private int every;

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      description = "where logs and output are kept (default: a temporary folder)")
  private Path folder;

  @Override
  public Integer call() {
    return shared.read(this::measure);
  }

  private Result measure(JobContext context) {
    GapBench bench =
        new GapBench(
            context.spark(),
            context.store().root(),
            hadoop(context.spark()),
            BenchCommand.workFolder(folder),
            context.progress());
    List<Row> rows = new ArrayList<>();
    works.forEach(work -> rows.addAll(bench.run(work, how, first, every)));
    List<String> lines = new ArrayList<>(rows.stream().map(Row::line).toList());
    long sound = rows.stream().filter(Row::sound).count();
    lines.add(sound + " of " + rows.size() + " gaps left a store as if nothing had happened");
    return Result.of(Map.of("rows", rows, "gaps", rows.size(), "sound", sound), lines);
  }

  /** What the user said of file systems, which processes of their own must know, too. */
  private static Map<String, String> hadoop(SparkSession spark) {
    Map<String, String> hadoop = new LinkedHashMap<>();
    for (Tuple2<String, String> property : spark.sparkContext().getConf().getAll()) {
      if (property._1().startsWith(OF_HADOOP)) {
        hadoop.put(property._1().substring(OF_HADOOP.length()), property._2());
      }
    }
    return hadoop;
  }
}
