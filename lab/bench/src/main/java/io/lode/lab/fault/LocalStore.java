package io.lode.lab.fault;

import io.lode.jobs.cli.Lode;
import io.lode.jobs.cli.options.Console;
import io.lode.jobs.store.Store;
import io.lode.lab.load.GroupsBench;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.SparkSession;

/**
 * A small store in a local folder, what it was filled from, and how it was before it was harmed.
 * Commands run in this process.
 *
 * @param folder of all
 */
record LocalStore(Path folder) {

  /** Runs of a group in the first night. Count. */
  static final int FIRST_RUNS = 8;

  /** Settings under which a fit is as small as it gets. */
  static final List<String> SMALL =
      List.of(
          "--set", "train.members=2", "--set", "train.starts=1", "--set", "train.held-out=false");

  /** Of Spark: for some hundred rows it takes longer to compile a query than to run it. */
  private static final List<String> CHEAP =
      List.of(
          "spark.sql.shuffle.partitions=2",
          "spark.ui.enabled=false",
          "spark.sql.codegen.wholeStage=false",
          "spark.sql.codegen.factoryMode=NO_CODEGEN");

  /** What a command came to. */
  record Answer(int status, String out, String err) {

    /** Whether it failed in a way that no room of LODE expects. */
    boolean unexpected() {
      return err.contains("unexpected ") || err.contains("\tat ") || status < 0;
    }

    /** The last line for people. */
    String lastLine() {
      return err.lines().reduce((first, second) -> second).orElse("");
    }
  }

  Path store() {
    return folder.resolve("store");
  }

  Path pristine() {
    return folder.resolve("pristine");
  }

  Path logs() {
    return folder.resolve("logs");
  }

  /** Fills the store in two nights, and remembers how it is. */
  void fill(int groups) {
    for (int night = 0; night < 2; night++) {
      deliver(groups, FIRST_RUNS + night);
      requireDone(nightly(store()));
    }
    requireDone(run(store(), "propose", "--count", "1", "--horizon", "1.0"));
    keep();
  }

  /** Remembers how the store is now. */
  void keep() {
    copy(store(), pristine());
  }

  /** Writes the logs of a night; one of them holds nothing but a row that is rejected. */
  void deliver(int groups, int runs) {
    try {
      Path rejected = Files.createDirectories(logs().resolve("rejected/simulated"));
      Files.writeString(
          rejected.resolve("r.csv"), "step,learning_rate,train_loss,validation_loss\nx,0.1,1,1\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (int group = 0; group < groups; group++) {
      GroupsBench.write(logs(), group, runs);
    }
  }

  static void requireDone(Answer answer) {
    if (answer.status() != 0) {
      throw new IllegalStateException("a command that nothing hit failed: " + answer.err());
    }
  }

  /** Puts the store back as it was. */
  void restore() {
    copy(pristine(), store());
  }

  /** Makes a folder a copy of another; what it held before is gone. */
  private static void copy(Path from, Path to) {
    try {
      FileUtils.deleteDirectory(to.toFile());
      FileUtils.copyDirectory(from.toFile(), to.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Files below a folder that were published, relative to it, sorted. */
  static List<String> published(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .filter(path -> !path.startsWith(".") && !path.contains("/."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** That of some files of the store, as it was before it was harmed, that was written last. */
  String lastWritten(List<String> files) {
    Comparator<String> byTime = Comparator.comparing(this::written);
    return files.stream().max(byTime.thenComparing(Comparator.naturalOrder())).orElseThrow();
  }

  private FileTime written(String path) {
    try {
      return Files.getLastModifiedTime(pristine().resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Answer nightly(Path store) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "nightly", "--source", "csv", "--input", logs().toString(), "--horizon", "1.0"));
    arguments.addAll(SMALL);
    return run(store, arguments.toArray(String[]::new));
  }

  /** Every row of the tables; a command must have started Spark in this process. */
  String rows() {
    return rows(store());
  }

  static String rows(Path store) {
    return GapStores.rows(Store.open(SparkSession.active(), store.toString()));
  }

  /** Runs a command of the product on a store. */
  static Answer run(Path store, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of("--store", store.toString(), "--master", "local[2]", "--json"));
    CHEAP.forEach(property -> all.addAll(List.of("--conf", property)));
    int status =
        Lode.run(
            new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8)),
            all.toArray(String[]::new));
    return new Answer(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
