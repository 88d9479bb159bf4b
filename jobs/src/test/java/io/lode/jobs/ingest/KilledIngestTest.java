package io.lode.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.jobs.TestSpark;
import io.lode.jobs.conf.settings.IngestSettings;
import io.lode.jobs.conf.settings.Settings;
import io.lode.jobs.conf.source.SourceFile;
import io.lode.jobs.pipeline.Ingest;
import io.lode.jobs.store.Store;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ingests in a process of its own that is killed at a random point. One kill in CI; {@code
 * -Dlode.kills=50} for more.
 */
class KilledIngestTest {

  private static final SparkSession SPARK = TestSpark.session();
  private static final int KILLS = Integer.getInteger("lode.kills", 1);
  private static final String SOURCE = "csv";

  @TempDir private Path folder;

  @Test
  void theNextTryEndsAsIfNothingHadHappened() throws IOException, InterruptedException {
    Path logs = Files.createDirectories(folder.resolve("logs/m/d"));
    deliver(logs, 20);
    Store undisturbed = Store.open(SPARK, folder.resolve("undisturbed").toString());
    ingest(undisturbed);
    deliver(logs, 30);
    ingest(undisturbed);
    List<String> expected = contents(undisturbed);
    Random random = new Random(11);
    long whole = 0;
    for (int kill = -1; kill < KILLS; kill++) {
      String target = folder.resolve("store-" + kill).toString();
      Store store = Store.open(SPARK, target);
      deliver(logs, 20);
      ingest(store);
      List<String> before = contents(store);
      deliver(logs, 30);
      long start = System.nanoTime();
      Process process = start(target);
      if (kill < 0) {
        // Not killed: how long it takes says when to kill the others.
        assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
        whole = System.nanoTime() - start;
      } else {
        // Most of the time goes into starting, so the second half is where tables change.
        Thread.sleep((long) (whole / 1e6 * (0.4 + 0.6 * random.nextDouble())));
        process.destroyForcibly().waitFor();
        assertThat(contents(store).get(0)).isIn(before.get(0), expected.get(0));
      }
      ingest(store);
      assertThat(contents(store)).isEqualTo(expected);
    }
  }

  /** Twelve runs of so many rows, one row in ten bad; the first run is corrected, too. */
  private static void deliver(Path logs, int rows) throws IOException {
    for (int run = 0; run < 12; run++) {
      StringBuilder text = new StringBuilder("step,learning_rate,validation_loss\n");
      for (int step = 1; step <= rows; step++) {
        text.append(step % 10 == 0 ? "x" : String.valueOf(step)).append(",0.1,");
        text.append(run == 0 ? 1.0 / step + rows : 1.0 / step).append('\n');
      }
      Files.writeString(logs.resolve("run-" + run + ".csv"), text);
    }
  }

  private void ingest(Store store) {
    new Ingest(SPARK, store, IngestSettings.of(Settings.defaults()), line -> {})
        .run(SourceFile.read(SOURCE), folder.resolve("logs").toString());
  }

  private Process start(String store) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens") || argument.startsWith("-D"))
        .forEach(command::add);
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    command.addAll(List.of("-XX:+IgnoreUnrecognizedVMOptions", "-Xmx1g", "-cp", classes));
    command.addAll(List.of("io.lode.jobs.cli.Lode", "ingest", "--source", SOURCE, "--input"));
    command.addAll(List.of(folder.resolve("logs").toString(), "--store", store));
    command.addAll(List.of("--master", "local[2]"));
    File output = folder.resolve("output.txt").toFile();
    return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start();
  }

  /** Every row of every table as text, sorted. */
  private static List<String> contents(Store store) {
    return List.of(
        text(store.observations().rows()),
        text(store.findTrajectories().orElseThrow().rows()),
        text(store.rejectedRows().rows()));
  }

  private static String text(Dataset<Row> rows) {
    String[] lines = rows.toJSON().collectAsList().stream().sorted().toArray(String[]::new);
    return Arrays.toString(lines);
  }
}
