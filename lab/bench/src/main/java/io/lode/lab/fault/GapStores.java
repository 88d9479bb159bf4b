package io.lode.lab.fault;

import io.lode.jobs.GroupFilter;
import io.lode.jobs.conf.settings.IngestSettings;
import io.lode.jobs.conf.settings.Settings;
import io.lode.jobs.conf.source.SourceFile;
import io.lode.jobs.pipeline.Ingest;
import io.lode.jobs.pipeline.JobContext;
import io.lode.jobs.pipeline.upkeep.Check;
import io.lode.jobs.store.Store;
import io.lode.jobs.store.artifacts.Finding;
import io.lode.jobs.store.artifacts.Finding.Repair;
import io.lode.jobs.store.files.StoreFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Small stores below one URI, and what is in them.
 *
 * @param spark the session, which reaches them
 * @param parent URI or path of the folder in which they are made
 * @param logs a folder for what they ingest
 */
record GapStores(SparkSession spark, String parent, Path logs) {

  /** The root of a store that is not there yet. */
  String fresh() {
    return parent + "/gap-" + UUID.randomUUID();
  }

  /** The scheme of the stores, {@code file} where none is said. */
  String scheme() {
    String scheme = new org.apache.hadoop.fs.Path(parent).toUri().getScheme();
    return scheme == null ? "file" : scheme;
  }

  Configuration hadoop() {
    return spark.sessionState().newHadoopConf();
  }

  StoreFiles files(String root) {
    return StoreFiles.at(root, hadoop());
  }

  Store open(String root) {
    return Store.open(spark, root);
  }

  /** Logs of three runs, the first of which is another in every delivery; some rows are bad. */
  Path delivery(String name, int rows) {
    try {
      Path folder = Files.createDirectories(logs.resolve(name).resolve("m/d"));
      for (int run = 0; run < 3; run++) {
        StringBuilder text = new StringBuilder("step,learning_rate,validation_loss\n");
        for (int step = 1; step <= rows; step++) {
          text.append(step % 10 == 0 ? "x" : String.valueOf(step)).append(",0.1,");
          text.append(run == 0 ? 1.0 / step + rows : 1.0 / step).append('\n');
        }
        Files.writeString(folder.resolve("run-" + run + ".csv"), text);
      }
      return logs.resolve(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void ingest(Store store, Path delivery) {
    new Ingest(spark, store, IngestSettings.of(Settings.defaults()), line -> {})
        .run(SourceFile.read("csv"), delivery.toString());
  }

  /** As if the time had passed after which a lock that is not touched is taken over. */
  void forgetLock(Store store) {
    if (!store.root().startsWith("file:")) {
      try {
        FileSystem.get(URI.create(store.root()), hadoop())
            .delete(new org.apache.hadoop.fs.Path(store.root() + "/.lock"), false);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  void copy(String from, String to) {
    try {
      Configuration configuration = hadoop();
      org.apache.hadoop.fs.Path source = new org.apache.hadoop.fs.Path(from);
      FileSystem files = source.getFileSystem(configuration);
      FileUtil.copy(files, source, files, new org.apache.hadoop.fs.Path(to), false, configuration);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives a store's folder another name; the store that has it is gone first. */
  void move(String from, String to) {
    delete(to);
    try {
      org.apache.hadoop.fs.Path source = new org.apache.hadoop.fs.Path(from);
      if (!source.getFileSystem(hadoop()).rename(source, new org.apache.hadoop.fs.Path(to))) {
        throw new IllegalStateException(from + " cannot be moved to " + to);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete(String root) {
    try {
      org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(root);
      path.getFileSystem(hadoop()).delete(path, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What {@code lode check} finds, one a line. */
  List<String> damage(Store store) {
    JobContext context =
        new JobContext(spark, store, Settings.defaults(), GroupFilter.all(), 1, line -> {});
    return new Check(context).run(Repair.NONE).findings().stream().map(Finding::line).toList();
  }

  /** Every file that readers see, by its path. */
  static SortedMap<String, String> published(StoreFiles files) {
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

  /** The runs as text. */
  static String runs(Store store) {
    return text(store.findTrajectories().orElseThrow().rows());
  }

  /** Every row of every table as text: the runs, a line break, the rest. */
  static String rows(Store store) {
    return runs(store)
        + "\n"
        + text(store.observations().rows())
        + text(store.rejectedRows().rows().drop("file", "ingest_id"));
  }

  private static String text(Dataset<Row> rows) {
    return Arrays.toString(rows.toJSON().collectAsList().stream().sorted().toArray());
  }
}
