package io.lode.jobs.ingest.rows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lode.jobs.conf.settings.ReadingBounds;
import io.lode.jobs.conf.source.SourceDefinition;
import io.lode.jobs.ingest.format.Bounds;
import io.lode.jobs.ingest.format.LogFile;
import io.lode.jobs.ingest.format.LogFiles;
import io.lode.jobs.ingest.format.LogReader;
import io.lode.jobs.ingest.format.RefusedFileException;
import io.lode.jobs.ingest.format.RowDefect;
import io.lode.jobs.ingest.format.RunMetadata;
import io.lode.jobs.ingest.format.Yaml;
import io.lode.jobs.ingest.json.JsonReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import scala.Tuple2;

/**
 * What one file holds, read as it is asked for: rows of runs in blocks, and rejected rows, each
 * with the key that brings it together with others of its run.
 */
public final class FilePieces implements Iterator<Tuple2<RunKey, Piece>> {

  /** Rows that are gathered before their blocks are passed on. */
  private static final int GATHERED_ROWS = 250_000;

  private static final long GATHERED_CHARACTERS = 1 << 25;

  private static final long GATHERED_VALUES = 1 << 22;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final LogFile file;
  private final LogReader reader;
  private final RowParser parser;
  private final List<RunBlock.Builder> builders = new ArrayList<>();
  private final Deque<Tuple2<RunKey, Piece>> ready = new ArrayDeque<>();
  private final ReadingBounds bounds;
  private int gathered;
  private long values;
  private long characters;
  private long rows;
  private boolean ended;

  /**
   * Opens a log file of a source.
   *
   * @throws UncheckedIOException if the file, or the file of hyperparameters beside it, cannot be
   *     read
   */
  public FilePieces(SourceDefinition source, LogFile file, Configuration configuration) {
    this.file = file;
    bounds = Bounds.of(configuration);
    LogReader opened = null;
    RowParser parsing = null;
    try {
      opened = LogReader.open(source, LogFiles.path(file), configuration);
      parsing = new RowParser(source, file, opened, beside(source, file, configuration), bounds);
    } catch (RefusedFileException e) {
      rows = 1;
      ended = true;
      reject("", 1, new RowDefect("unreadable file", e.getMessage()), "");
    } catch (IOException e) {
      throw failed(e);
    }
    reader = opened;
    parser = parsing;
  }

  /** Rows read so far. */
  public long rows() {
    return rows;
  }

  /** Lines so far that are no rows, such as comments. */
  public long leftOut() {
    return reader.leftOut();
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && !ended) {
      try {
        readOn();
      } catch (IOException e) {
        throw failed(e);
      }
    }
    return !ready.isEmpty();
  }

  @Override
  public Tuple2<RunKey, Piece> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.poll();
  }

  private void readOn() throws IOException {
    while (gathered < GATHERED_ROWS
        && characters < GATHERED_CHARACTERS
        && values < GATHERED_VALUES
        && ready.size() < 1000) {
      if (!reader.next()) {
        ended = true;
        reader.close();
        if (rows == 0) {
          rows = 1;
          reject("", 1, new RowDefect("no rows", "found a header and nothing else"), "");
        }
        break;
      }
      rows++;
      take();
    }
    for (RunBlock.Builder builder : builders) {
      if (builder != null && builder.length() > 0) {
        ready.add(new Tuple2<>(builder.key(), builder.build()));
      }
    }
    builders.clear();
    gathered = 0;
    characters = 0;
    values = 0;
  }

  private void take() {
    String group = "";
    try {
      RunsOfFile.FileRun run = parser.run();
      group = run.groupPath();
      RunBlock.Builder builder = builder(run);
      int before = builder.valueCount();
      double step = parser.values(builder, run.context());
      String raw = reader.keepsRaw() ? Bounds.shortened(reader.raw(), bounds.keptText()) : null;
      builder.endRow(step, reader.row(), raw);
      values += builder.valueCount() - before;
      gathered++;
      characters += raw == null ? 0 : raw.length();
    } catch (RowDefect e) {
      reject(group, reader.row(), e, reader.raw());
    }
  }

  private RunBlock.Builder builder(RunsOfFile.FileRun run) {
    while (builders.size() <= run.number()) {
      builders.add(null);
    }
    RunBlock.Builder builder = builders.get(run.number());
    if (builder == null) {
      builder = new RunBlock.Builder(run.context(), file.uri(), file.order(), false);
      builders.set(run.number(), builder);
    }
    return builder;
  }

  private void reject(String group, long row, RowDefect defect, String raw) {
    // A rejected row stands for itself, or all of them would meet in one task.
    ready.add(
        new Tuple2<>(
            new RunKey("", file.uri()),
            new RejectedRow(
                group,
                file.uri(),
                row,
                defect.reason(),
                Bounds.shortened(defect.detail(), bounds.keptText()),
                Bounds.shortened(raw, bounds.keptText()))));
  }

  /** What the file of hyperparameters beside a log says. */
  private static RunMetadata beside(
      SourceDefinition source, LogFile file, Configuration configuration) throws IOException {
    if (source.hyperparametersFile() == null) {
      return RunMetadata.NONE;
    }
    Path path = LogFiles.beside(file, source.hyperparametersFile());
    try {
      String text = Bounds.document(path, configuration);
      return new RunMetadata(Map.of(), hyperparameters(path.getName(), text), null);
    } catch (FileNotFoundException e) {
      return RunMetadata.NONE;
    } catch (RefusedFileException e) {
      return new RunMetadata(
          Map.of(), Map.of(), new RowDefect("hyperparameters unreadable", e.getMessage()));
    } catch (RowDefect e) {
      return new RunMetadata(
          Map.of(),
          Map.of(),
          new RowDefect("hyperparameters unreadable", path + ": " + e.detail()));
    }
  }

  private static Map<String, String> hyperparameters(String name, String text) throws RowDefect {
    Map<String, String> values = new LinkedHashMap<>();
    if (name.endsWith(".yaml") || name.endsWith(".yml")) {
      // Weights and Biases wrap each value: learning_rate: {value: 0.1}.
      Yaml.read(text)
          .forEach(
              (key, value) ->
                  values.put(
                      key.endsWith(".value") ? key.substring(0, key.length() - 6) : key, value));
      return new TreeMap<>(values);
    }
    try {
      if (!(JSON.readTree(text) instanceof ObjectNode object)) {
        throw new RowDefect("hyperparameters unreadable", "expected a JSON object");
      }
      JsonReader.flatten("", object, values);
    } catch (JsonProcessingException e) {
      throw new RowDefect("hyperparameters unreadable", e.getOriginalMessage());
    }
    return new TreeMap<>(values);
  }

  private UncheckedIOException failed(IOException e) {
    return new UncheckedIOException(
        "log file " + file.uri() + " cannot be read: " + e.getMessage(), e);
  }
}
