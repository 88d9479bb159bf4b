package io.lode.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.jobs.TestSpark;
import io.lode.jobs.conf.settings.IngestSettings;
import io.lode.jobs.conf.settings.Settings;
import io.lode.jobs.conf.source.SourceFile;
import io.lode.jobs.pipeline.Ingest;
import io.lode.jobs.store.files.CommitGap;
import io.lode.jobs.store.files.StoreFiles;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Processes that are killed in the gaps between the steps of a write, one gap a process, and begun
 * again: the store is then as if nothing had happened. A few gaps in CI; {@code -Dlode.gaps=1} for
 * every one on every store, 2 for every second.
 */
class KilledInGapsTest {

  private static final SparkSession SPARK = TestSpark.session();
  private static final int EVERY = Integer.getInteger("lode.gaps", 0);
  private static final int MOST_GAPS = 200;

  @TempDir private Path folder;

  /** Kinds of store. */
  enum Kind {
    LOCAL,
    HDFS,
    S3
  }

  private String root(Kind kind) {
    String name = UUID.randomUUID().toString();
    return switch (kind) {
      case LOCAL -> folder.resolve(name).toString();
      case HDFS -> Hdfs.cluster().getURI() + "/" + name;
      case S3 -> {
        S3Server.properties().forEach(SPARK.sparkContext().hadoopConfiguration()::set);
        yield S3Server.BUCKET + "/" + name;
      }
    };
  }

  private static Map<String, String> properties(Kind kind) {
    return kind == Kind.S3 ? S3Server.properties() : Map.of();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void publishing(Kind kind) throws IOException, InterruptedException {
    if (EVERY == 0 && kind != Kind.LOCAL) {
      return;
    }
    StoreFiles undisturbed = files(root(kind));
    GapProgram.first(undisturbed);
    GapProgram.publish(undisturbed);
    SortedMap<String, String> expected = contents(undisturbed);
    int gap = 1;
    for (; gap <= MOST_GAPS; gap += Math.max(1, EVERY)) {
      String root = root(kind);
      StoreFiles files = files(root);
      GapProgram.first(files);
      List<String> options = new ArrayList<>();
      properties(kind).forEach((key, value) -> options.add("-Dgap." + key + "=" + value));
      int status = run(gap, options, GapProgram.class.getName(), List.of(root));
      GapProgram.publish(files);
      assertThat(contents(files)).as("gap " + gap).isEqualTo(expected);
      if (status == 0) {
        break;
      }
      assertThat(status).as(output()).isEqualTo(CommitGap.HALTED);
    }
    System.err.println(kind + ": publishing survived kills in gaps up to " + (gap - 1));
    assertThat(gap).isGreaterThan(8).isLessThan(MOST_GAPS);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void ingesting(Kind kind) throws IOException, InterruptedException {
    if (EVERY == 0 && kind != Kind.LOCAL) {
      return;
    }
    Path first = logs("first", 20);
    Path second = logs("second", 30);
    Store undisturbed = Store.open(SPARK, root(kind));
    ingest(undisturbed, first);
    String before = rows(undisturbed);
    ingest(undisturbed, second);
    String expected = rows(undisturbed);
    int gap = EVERY == 0 ? 4 : 1;
    for (; gap <= MOST_GAPS; gap += EVERY == 0 ? 4 : EVERY) {
      Store store = Store.open(SPARK, root(kind));
      ingest(store, first);
      List<String> arguments =
          new ArrayList<>(
              List.of("ingest", "--source", "csv", "--input", second.toString(), "--store"));
      arguments.addAll(List.of(store.root(), "--master", "local[2]", "--quiet"));
      properties(kind)
          .forEach(
              (key, value) ->
                  arguments.addAll(List.of("--conf", "spark.hadoop." + key + "=" + value)));
      int status = run(gap, List.of(), "io.lode.jobs.cli.Lode", arguments);
      assertThat(List.of(before, expected)).anyMatch(rows -> rows.startsWith(rowsOfRuns(store)));
      forgetLock(store);
      ingest(store, second);
      assertThat(rows(store)).as("gap " + gap + ": " + output()).isEqualTo(expected);
      if (status == 0) {
        break;
      }
      assertThat(status).as(output()).isEqualTo(CommitGap.HALTED);
    }
    System.err.println(kind + ": ingesting survived kills in gaps up to " + (gap - 1));
    assertThat(gap).isGreaterThan(8).isLessThan(MOST_GAPS);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void relocating(Kind kind) throws IOException, InterruptedException {
    if (EVERY == 0 && kind != Kind.LOCAL) {
      return;
    }
    Store original = Store.open(SPARK, root(kind));
    ingest(original, logs("first", 20));
    ingest(original, logs("second", 30));
    String expected = rows(original);
    int gap = EVERY == 0 ? 5 : 1;
    for (; gap <= MOST_GAPS; gap += EVERY == 0 ? 8 : EVERY) {
      String root = root(kind);
      copy(original.root(), root);
      List<String> arguments =
          new ArrayList<>(List.of("relocate", "--master", "local[2]", "--store", root));
      properties(kind)
          .forEach(
              (key, value) ->
                  arguments.addAll(List.of("--conf", "spark.hadoop." + key + "=" + value)));
      int status = run(gap, List.of(), "io.lode.jobs.cli.Lode", arguments);
      Store copy = Store.open(SPARK, root);
      forgetLock(copy);
      new Relocation(copy, SPARK.sessionState().newHadoopConf()).run();
      copy.claim();
      assertThat(rows(copy)).as("gap " + gap + ": " + output()).isEqualTo(expected);
      if (status == 0) {
        break;
      }
      assertThat(status).as(output()).isEqualTo(CommitGap.HALTED);
    }
    assertThat(rows(original)).isEqualTo(expected);
    System.err.println(kind + ": relocating survived kills in gaps up to " + (gap - 1));
    assertThat(gap).isGreaterThan(8).isLessThan(MOST_GAPS);
  }

  @Test
  void aGapThatIsNotChosenIsPassed() {
    CommitGap.pass("nothing");
    assertThat(Integer.getInteger(CommitGap.HALT_AT)).isNull();
  }

  private Path logs(String name, int rows) throws IOException {
    Path logs = Files.createDirectories(folder.resolve(name + "/m/d"));
    for (int run = 0; run < 3; run++) {
      StringBuilder text = new StringBuilder("step,learning_rate,validation_loss\n");
      for (int step = 1; step <= rows; step++) {
        text.append(step % 10 == 0 ? "x" : String.valueOf(step)).append(",0.1,");
        text.append(run == 0 ? 1.0 / step + rows : 1.0 / step).append('\n');
      }
      Files.writeString(logs.resolve("run-" + run + ".csv"), text);
    }
    return folder.resolve(name);
  }

  private static void ingest(Store store, Path logs) {
    new Ingest(SPARK, store, IngestSettings.of(Settings.defaults()), line -> {})
        .run(SourceFile.read("csv"), logs.toString());
  }

  /** As if the time had passed after which a lock that is not touched is taken over. */
  private static void forgetLock(Store store) throws IOException {
    if (!store.root().startsWith("file:")) {
      FileSystem.get(URI.create(store.root()), SPARK.sessionState().newHadoopConf())
          .delete(new org.apache.hadoop.fs.Path(store.root() + "/.lock"), false);
    }
  }

  private static void copy(String from, String to) throws IOException {
    Configuration configuration = SPARK.sessionState().newHadoopConf();
    FileSystem files = FileSystem.get(URI.create(from), configuration);
    FileUtil.copy(
        files,
        new org.apache.hadoop.fs.Path(from),
        files,
        new org.apache.hadoop.fs.Path(to),
        false,
        configuration);
  }

  private StoreFiles files(String root) {
    return StoreFiles.at(root, SPARK.sessionState().newHadoopConf());
  }

  private int run(int gap, List<String> options, String program, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens") || argument.startsWith("-D"))
        .forEach(command::add);
    command.addAll(options);
    command.add("-D" + CommitGap.HALT_AT + "=" + gap);
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx1g", "-cp", classes, program));
    command.addAll(arguments);
    File output = folder.resolve("output.txt").toFile();
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start();
    assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  private String output() throws IOException {
    Path output = folder.resolve("output.txt");
    return Files.exists(output) ? Files.readString(output) : "";
  }

  /** Every file that readers see, by its path. */
  private static SortedMap<String, String> contents(StoreFiles files) {
    SortedMap<String, String> contents = new TreeMap<>();
    for (String top : List.of("schedules", "ensembles", "state", "deliveries")) {
      for (String path : files.tree(top).keySet()) {
        if (!path.contains("/.") && !path.startsWith(".")) {
          contents.put(
              top + "/" + path,
              new String(files.read(top + "/" + path).orElseThrow(), StandardCharsets.UTF_8));
        }
      }
    }
    return contents;
  }

  private static String rowsOfRuns(Store store) {
    return text(store.findTrajectories().orElseThrow().rows());
  }

  /** Every row of every table as text: the runs, a line break, the rest. */
  private static String rows(Store store) {
    return rowsOfRuns(store)
        + "\n"
        + text(store.observations().rows())
        + text(store.rejectedRows().rows().drop("file", "ingest_id"));
  }

  private static String text(Dataset<Row> rows) {
    return Arrays.toString(rows.toJSON().collectAsList().stream().sorted().toArray());
  }
}
