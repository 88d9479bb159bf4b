package io.lode.jobs.ingest.inspect;

import io.lode.jobs.ingest.format.LogFile;
import io.lode.jobs.ingest.format.LogFiles;
import io.lode.jobs.ingest.format.LogStreams;
import io.lode.jobs.ingest.format.Numbers;
import io.lode.jobs.ingest.format.TextStart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/**
 * Tells the format of a file by its first bytes, and by its name only where the bytes leave it
 * open.
 *
 * @param configuration what files are opened with
 */
record Sniffer(Configuration configuration) {

  /** Bytes that are looked at: enough for a header and some rows. */
  private static final int LOOKED_AT = 1 << 16;

  /** Bytes of a database among which the names of its tables are. */
  private static final int SCHEMA = 1 << 22;

  /** Endings of files that are no logs, whatever they hold. */
  private static final Pattern OTHER =
      Pattern.compile(
          "(?i)(?:.*\\.(?:md|rst|py|sh|ipynb|pt|pth|ckpt|bin|safetensors|npy|npz|pkl|pickle|png|jpe?g"
              + "|gif|svg|pdf|html?|zip|tar|lock|conf|java|toml|cfg|ini|onnx|h5|hdf5|bib|tex)"
              + "|(?:.*/)?(?:readme|license|licence|notice|copying|changelog)[^/]*)");

  /** Files beside logs that repeat the last values of a run. */
  private static final Set<String> SUMMARIES =
      Set.of("wandb-summary.json", "wandb-metadata.json", "all_results.json", "train_results.json");

  /** The kind of a log; nothing where the file is none. */
  Optional<Kind> kind(LogFile file) throws IOException {
    String name = name(file);
    if (OTHER.matcher(file.relativePath()).matches() || SUMMARIES.contains(name)) {
      return Optional.empty();
    }
    byte[] start;
    try (InputStream in = LogStreams.open(LogFiles.path(file), configuration)) {
      start = in.readNBytes(LOOKED_AT);
    } catch (IOException e) {
      return Optional.empty();
    }
    if (startsWith(start, "PAR1")) {
      return Optional.of(Kind.of("parquet"));
    }
    if (startsWith(start, ":W&B")) {
      return Optional.of(Kind.of("wandb"));
    }
    if (startsWith(start, "SQLite format 3")) {
      return database(file);
    }
    if (name.contains("tfevents") || isEvents(start)) {
      return Optional.of(Kind.ofValues("tensorboard"));
    }
    String text = text(start);
    if (name.equals("meta.yaml")) {
      return text.contains("run_uuid:") || text.contains("run_id:")
          ? Optional.of(Kind.ofValues("mlflow"))
          : Optional.empty();
    }
    if (text.isBlank() || name.endsWith(".yaml") || name.endsWith(".yml") || isBinary(text)) {
      return Optional.empty();
    }
    if (text.stripLeading().startsWith("{") || text.stripLeading().startsWith("[")) {
      Optional<Kind> json = new JsonShape(configuration).kind(file, text);
      if (json.isPresent() || !text.stripLeading().startsWith("[")) {
        return json;
      }
    }
    return csv(text, start.length < LOOKED_AT)
        .or(() -> BlankTable.kind(text))
        .or(() -> TextGuess.kind(text));
  }

  /** The tracker that a database belongs to, by the names of its tables. */
  private Optional<Kind> database(LogFile file) throws IOException {
    try (InputStream in = LogStreams.open(LogFiles.path(file), configuration)) {
      String schema = new String(in.readNBytes(SCHEMA), StandardCharsets.ISO_8859_1);
      if (schema.contains("trial_intermediate_values")) {
        return Optional.of(Kind.ofValues("optuna"));
      }
      return schema.contains("lifecycle_stage")
          ? Optional.of(Kind.ofValues("mlflow"))
          : Optional.empty();
    }
  }

  /** The file's name in lower case, without the ending of a compressed file. */
  static String name(LogFile file) {
    String path = bare(file.relativePath());
    return path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
  }

  /** A path without the ending of a compressed file. */
  static String bare(String path) {
    return path.replaceFirst("(?i)\\.(?:gz|zst|zstd)$", "");
  }

  private static boolean startsWith(byte[] bytes, String text) {
    byte[] start = text.getBytes(StandardCharsets.US_ASCII);
    return bytes.length >= start.length
        && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
  }

  private static boolean isEvents(byte[] start) {
    String first = new String(start, 0, Math.min(64, start.length), StandardCharsets.ISO_8859_1);
    return first.contains("brain.Event:");
  }

  private static boolean isBinary(String text) {
    return text.chars().limit(2000).anyMatch(c -> c < 9 || c == 0xFFFD);
  }

  private static String text(byte[] start) throws IOException {
    StringBuilder text = new StringBuilder();
    try (Reader reader = new TextStart(new ByteArrayInputStream(start))) {
      char[] buffer = new char[1 << 12];
      for (int read = reader.read(buffer, 0, buffer.length);
          read >= 0;
          read = reader.read(buffer, 0, buffer.length)) {
        text.append(buffer, 0, read);
      }
    }
    return text.toString();
  }

  /** A table: a header of names and rows of as many fields. */
  private static Optional<Kind> csv(String text, boolean isWhole) {
    List<String> lines =
        text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).limit(4).toList();
    if (lines.isEmpty() || (lines.size() == 1 && !isWhole)) {
      return Optional.empty();
    }
    for (String separator : new String[] {",", "\t", ";"}) {
      String[] names = fields(lines.get(0), separator);
      if (names.length < 2) {
        continue;
      }
      boolean named =
          Arrays.stream(names).allMatch(name -> !name.isBlank() && Numbers.parse(name) == null)
              && Arrays.stream(names).noneMatch(name -> name.strip().length() > 120);
      boolean fits =
          lines.size() < 2
              || (fields(lines.get(1), separator).length == names.length
                  && hasNumber(fields(lines.get(1), separator)));
      if (!named || !fits) {
        return Optional.empty();
      }
      List<String> columns =
          Arrays.stream(names).map(name -> name.strip().toLowerCase(Locale.ROOT)).toList();
      String metric = columnOf(names, columns, List.of("metric", "tag", "key", "name"));
      String value = columnOf(names, columns, List.of("value", "metric_value"));
      return metric != null && value != null
          ? Optional.of(
              new Kind(
                  "csv",
                  List.of("long { metric = \"" + metric + "\", value = \"" + value + "\" }"),
                  true,
                  false))
          : Optional.of(Kind.of("csv"));
    }
    return Optional.empty();
  }

  private static boolean hasNumber(String[] fields) {
    return Arrays.stream(fields).anyMatch(field -> field.chars().anyMatch(Character::isDigit))
        && Arrays.stream(fields).anyMatch(field -> !field.matches(".*[A-Za-z]{3,}.*"));
  }

  private static String columnOf(String[] names, List<String> lower, List<String> wanted) {
    for (String name : wanted) {
      if (lower.contains(name)) {
        return names[lower.indexOf(name)].strip();
      }
    }
    return null;
  }

  private static String[] fields(String line, String separator) {
    String unquoted = line.replaceAll("\"[^\"]*\"", "q");
    return line.contains("\"") && unquoted.split(separator, -1).length > 1
        ? unquotedFields(line, separator.charAt(0))
        : line.split(separator, -1);
  }

  private static String[] unquotedFields(String line, char separator) {
    StringBuilder field = new StringBuilder();
    List<String> fields = new java.util.ArrayList<>();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == separator && !quoted) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields.toArray(String[]::new);
  }
}
