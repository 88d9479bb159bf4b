package io.lode.lab.load;

import com.sun.management.OperatingSystemMXBean;
import io.lode.jobs.conf.settings.IngestSettings;
import io.lode.jobs.conf.settings.Settings;
import io.lode.jobs.conf.source.SourceFile;
import io.lode.jobs.pipeline.Ingest;
import io.lode.jobs.progress.Progress;
import io.lode.jobs.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Times the ingestion of messy sweeps beside a bare Spark job that reads the same files, sorts them
 * by run and step and writes Parquet, in the same process, turn by turn.
 */
public final class IngestBench {

  private final SparkSession spark;

  /** Enough for the compiler to be done with what a row goes through, in both jobs. */
  private static final long WARM_UP_ROWS = 1_000_000;

  private static final int WARM_UP_REPEATS = 2;

  private final Path folder;
  private final Progress progress;

  /**
   * One measurement.
   *
   * @param rows rows of the delivery
   * @param bareSeconds wall clock of the bare job
   * @param firstSeconds of the first delivery to a new store
   * @param againSeconds of the same delivery again
   * @param bareCpuSeconds processor time of the bare job, of all threads
   * @param firstCpuSeconds of the first delivery
   * @param againCpuSeconds of the same delivery again
   */
  public record Measured(
      long rows,
      double bareSeconds,
      double firstSeconds,
      double againSeconds,
      double bareCpuSeconds,
      double firstCpuSeconds,
      double againCpuSeconds) {

    static Measured of(long rows, Time bare, Time first, Time again) {
      return new Measured(
          rows,
          bare.seconds(),
          first.seconds(),
          again.seconds(),
          bare.cpuSeconds(),
          first.cpuSeconds(),
          again.cpuSeconds());
    }

    /** The measurement in a line. */
    public String line() {
      return String.format(
          Locale.ROOT,
          "%d rows: bare %.1f s, first delivery %.1f s (ratio %.2f), again %.1f s (ratio %.3f);"
              + " processor time %.1f, %.1f (ratio %.2f), %.1f s (ratio %.3f);"
              + " first delivery %.2f microseconds a row, %.2f of processor time",
          rows,
          bareSeconds,
          firstSeconds,
          firstSeconds / bareSeconds,
          againSeconds,
          againSeconds / bareSeconds,
          bareCpuSeconds,
          firstCpuSeconds,
          firstCpuSeconds / bareCpuSeconds,
          againCpuSeconds,
          againCpuSeconds / bareCpuSeconds,
          1e6 * firstSeconds / rows,
          1e6 * firstCpuSeconds / rows);
    }
  }

  private record Time(double seconds, double cpuSeconds) {}

  /**
   * Prepares to measure.
   *
   * @param folder an empty or new folder for logs, tables and the bare job's output
   * @param progress takes a line at a time
   */
  public IngestBench(SparkSession spark, Path folder, Progress progress) {
    this.spark = spark;
    this.folder = folder;
    this.progress = progress;
  }

  /**
   * Measures sweeps of several sizes, after a small sweep that is not counted.
   *
   * @param rows of each sweep, about
   * @param rowsPerRun rows of a run
   * @param repeats how often each is measured
   */
  public List<Measured> run(List<Long> rows, long rowsPerRun, int repeats) {
    List<Measured> measured = new ArrayList<>();
    try {
      measure(new MessySweep(Math.max(2, WARM_UP_ROWS / rowsPerRun), rowsPerRun), WARM_UP_REPEATS);
      for (long size : rows) {
        measured.addAll(
            measure(new MessySweep(Math.max(2, size / rowsPerRun), rowsPerRun), repeats));
      }
      return measured;
    } finally {
      delete(folder);
    }
  }

  private List<Measured> measure(MessySweep sweep, int repeats) {
    Path logs = folder.resolve("logs");
    delete(logs);
    progress.accept("bench ingest: writing " + sweep);
    long rows = sweep.write(spark, logs.toString());
    List<Measured> measured = new ArrayList<>();
    for (int i = 0; i < repeats; i++) {
      Path store = folder.resolve("store");
      Path sorted = folder.resolve("sorted");
      delete(store);
      delete(sorted);
      Time bare = time(() -> bareJob(logs.toString(), sorted.toString()));
      delete(sorted);
      Time first = time(() -> ingest(logs, store, rows));
      Time again = time(() -> ingest(logs, store, rows));
      measured.add(Measured.of(rows, bare, first, again));
      progress.accept("bench ingest: " + measured.get(i).line());
    }
    return measured;
  }

  private void ingest(Path logs, Path store, long rows) {
    long read =
        new Ingest(
                spark,
                Store.open(spark, store.toString()),
                IngestSettings.of(Settings.defaults()),
                progress)
            .run(SourceFile.read("parquet"), logs.toString())
            .rows();
    if (read != rows) {
      throw new IllegalStateException("read " + read + " rows, expected " + rows);
    }
  }

  private void bareJob(String logs, String target) {
    Dataset<Row> all = null;
    for (String night : MessySweep.nights(logs)) {
      Dataset<Row> rows = spark.read().parquet(night);
      all = all == null ? rows : all.unionByName(rows, true);
    }
    all.sort("run", "step").write().parquet(target);
  }

  private static Time time(Runnable work) {
    System.gc();
    long cpu = cpuNanos();
    long start = System.nanoTime();
    work.run();
    return new Time((System.nanoTime() - start) / 1e9, (cpuNanos() - cpu) / 1e9);
  }

  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static void delete(Path target) {
    try {
      FileUtils.deleteDirectory(target.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
