package io.lode.jobs.ingest.tracker;

import io.lode.jobs.ingest.format.Bounds;
import io.lode.jobs.ingest.format.LogFiles;
import io.lode.jobs.ingest.format.RefusedFileException;
import io.lode.jobs.ingest.format.RowDefect;
import io.lode.jobs.ingest.format.RunMetadata;
import io.lode.jobs.ingest.format.TextLines;
import io.lode.jobs.ingest.format.Yaml;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * A run in MLflow's file store: {@code meta.yaml}, {@code params/NAME}, {@code tags/NAME} and
 * {@code metrics/NAME}, whose lines are {@code timestamp value step}. Names may hold slashes.
 */
final class MlflowRunFolder implements LoggedValues {

  private static final String[] STATUSES = {
    "", "RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"
  };

  private final FileSystem files;
  private final RunMetadata facts;
  private final Deque<Path> metrics;
  private final Path root;
  private TextLines lines;
  private String metric;
  private long line;

  private MlflowRunFolder(FileSystem files, Path root, RunMetadata facts, List<Path> metrics) {
    this.files = files;
    this.root = root;
    this.facts = facts;
    this.metrics = new ArrayDeque<>(metrics);
  }

  static LoggedValues open(Path meta, Configuration configuration) throws IOException {
    FileSystem files = LogFiles.fileSystem(meta, configuration);
    Path run = meta.getParent();
    Map<String, String> names = new TreeMap<>();
    Map<String, String> parameters = new TreeMap<>();
    try {
      Map<String, String> said = Yaml.read(text(files, meta));
      RowDefect defect = null;
      put(names, "run_id", said.getOrDefault("run_id", said.get("run_uuid")));
      put(names, "run_name", said.get("run_name"));
      put(names, "experiment_id", said.get("experiment_id"));
      put(names, "status", status(said.get("status")));
      put(names, "experiment", experiment(files, run.getParent()));
      if ("deleted".equals(said.get("lifecycle_stage"))) {
        defect = new RowDefect("deleted run", "lifecycle_stage of " + meta + " is deleted");
      }
      for (Path file : below(files, new Path(run, "params"))) {
        parameters.put(relative(new Path(run, "params"), file), text(files, file).strip());
      }
      for (Path file : below(files, new Path(run, "tags"))) {
        names.put("tags." + relative(new Path(run, "tags"), file), text(files, file).strip());
      }
      names.putIfAbsent("run_name", names.getOrDefault("tags.mlflow.runName", ""));
      return new MlflowRunFolder(
          files,
          new Path(run, "metrics"),
          new RunMetadata(names, parameters, defect),
          below(files, new Path(run, "metrics")));
    } catch (RowDefect e) {
      return LoggedValues.of(new RowDefect(e.reason(), meta + ": " + e.detail()));
    }
  }

  private static void put(Map<String, String> names, String name, String value) {
    if (value != null && !value.isBlank()) {
      names.put(name, value);
    }
  }

  /** The status by its name, which old versions stored as a number. */
  private static String status(String status) {
    if (status != null && status.matches("[1-5]")) {
      return STATUSES[Integer.parseInt(status)];
    }
    return status;
  }

  private static String experiment(FileSystem files, Path folder) throws IOException {
    try {
      return Yaml.read(text(files, new Path(folder, "meta.yaml"))).get("name");
    } catch (FileNotFoundException | RowDefect e) {
      return null;
    }
  }

  private static String text(FileSystem files, Path file) throws IOException, RowDefect {
    try {
      return Bounds.document(file, files.getConf());
    } catch (RefusedFileException e) {
      throw new RowDefect("unreadable file", e.getMessage());
    }
  }

  /** The files that make up a run, sorted. */
  static List<Path> all(Path meta, Configuration configuration) throws IOException {
    FileSystem files = LogFiles.fileSystem(meta, configuration);
    List<Path> all = new ArrayList<>();
    for (String part : new String[] {"params", "tags", "metrics"}) {
      all.addAll(below(files, new Path(meta.getParent(), part)));
    }
    return all;
  }

  private static List<Path> below(FileSystem files, Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    try {
      FileStatus status = files.getFileStatus(folder);
      if (!status.isDirectory()) {
        return found;
      }
      RemoteIterator<LocatedFileStatus> entries = files.listFiles(folder, true);
      while (entries.hasNext()) {
        Path file = entries.next().getPath();
        if (!file.getName().startsWith(".")) {
          found.add(file);
        }
      }
    } catch (FileNotFoundException e) {
      return found;
    }
    found.sort(Comparator.comparing(Path::toString));
    return found;
  }

  private static String relative(Path folder, Path file) {
    return file.toUri().getPath().substring(folder.toUri().getPath().length() + 1);
  }

  @Override
  public Value next() throws IOException {
    while (true) {
      if (lines == null) {
        Path file = metrics.poll();
        if (file == null) {
          return null;
        }
        metric = relative(new Path(files.makeQualified(root).toUri()), file);
        line = 0;
        try {
          lines =
              new TextLines(
                  new InputStreamReader(files.open(file), StandardCharsets.UTF_8),
                  Bounds.of(files.getConf()).longestRow());
        } catch (RefusedFileException e) {
          return Value.defective("", facts, new RowDefect("unreadable file", e.getMessage()));
        }
      }
      String text = lines.next();
      if (text == null) {
        lines.close();
        lines = null;
      } else {
        line++;
        if (!text.isBlank()) {
          return value(text);
        }
      }
    }
  }

  private Value value(String text) {
    String raw = "metrics/" + metric + ":" + line + ": " + text;
    String[] fields = text.strip().split("\\s+", -1);
    if (fields.length != 2 && fields.length != 3) {
      return Value.defective(
          raw,
          facts,
          new RowDefect(
              "wrong number of columns",
              "found " + fields.length + " columns, expected timestamp value step"));
    }
    // The oldest versions logged no step.
    String step = fields.length == 3 ? fields[2] : "0";
    return new Value(
        metric, Value.orInfinity(fields[1]), step, Value.seconds(fields[0]), raw, facts, null);
  }

  @Override
  public void close() throws IOException {
    if (lines != null) {
      lines.close();
    }
  }
}
