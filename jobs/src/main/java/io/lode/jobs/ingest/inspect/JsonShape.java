package io.lode.jobs.ingest.inspect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lode.jobs.ingest.format.DamagedDataException;
import io.lode.jobs.ingest.format.DocumentText;
import io.lode.jobs.ingest.format.LogFile;
import io.lode.jobs.ingest.format.LogFiles;
import io.lode.jobs.ingest.format.LogStreams;
import io.lode.jobs.ingest.format.TextStart;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * Where the rows of a JSON file are.
 *
 * @param configuration what files are opened with
 */
record JsonShape(Configuration configuration) {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  /** Bytes of a document that is read whole to be looked at. */
  private static final long LARGEST_DOCUMENT = 1 << 26;

  /** The kind of a JSON file; nothing where it holds no rows, as a configuration does. */
  Optional<Kind> kind(LogFile file, String start) throws IOException {
    List<String> lines = start.lines().filter(line -> !line.isBlank()).limit(2).toList();
    if (isObject(lines.get(0)) && (lines.size() > 1 || Sniffer.name(file).endsWith("l"))) {
      return Optional.of(Kind.of("json"));
    }
    if (file.length() > LARGEST_DOCUMENT) {
      return start.stripLeading().startsWith("[") ? Optional.of(Kind.of("json")) : Optional.empty();
    }
    try (Reader text =
        new DocumentText(
            new TextStart(LogStreams.open(LogFiles.path(file), configuration)),
            (int) LARGEST_DOCUMENT)) {
      // A document that is one row says in its name which row it is.
      return kind(JSON.readTree(text))
          .filter(kind -> !kind.isOneRow() || Sniffer.name(file).matches(".*\\d.*"));
    } catch (JsonProcessingException | DamagedDataException e) {
      return Optional.empty();
    }
  }

  private static boolean isObject(String line) {
    try {
      return line.strip().startsWith("{") && JSON.readTree(line).isObject();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private static Optional<Kind> kind(JsonNode document) {
    if (isListOfObjects(document)) {
      return Optional.of(Kind.of("json"));
    }
    String records = listOfObjects("", document, 0);
    if (records != null) {
      return Optional.of(with("records = \"" + records + "\"", false));
    }
    if (document.isObject() && isSetOfSeries(document)) {
      return Optional.of(
          new Kind(
              "json",
              List.of("arrays = \"*\"", "long { metric = metric, value = values }"),
              true,
              false));
    }
    String arrays = arrays("", document, 0);
    if (arrays != null) {
      return Optional.of(with("arrays = \"" + arrays + "\"", false));
    }
    return isRow(document)
        ? Optional.of(new Kind("json", List.of(), false, true))
        : Optional.empty();
  }

  private static Kind with(String setting, boolean isLong) {
    return new Kind("json", List.of(setting), isLong, false);
  }

  private static boolean isListOfObjects(JsonNode node) {
    return node.isArray() && !node.isEmpty() && node.get(0).isObject() && hasNumber(node.get(0));
  }

  private static boolean hasNumber(JsonNode object) {
    for (JsonNode value : object) {
      if (value.isNumber()) {
        return true;
      }
    }
    return false;
  }

  /** The dotted name of the longest list of objects, or null. */
  private static String listOfObjects(String prefix, JsonNode node, int depth) {
    String found = null;
    int longest = 0;
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (isListOfObjects(entry.getValue()) && entry.getValue().size() > longest) {
        longest = entry.getValue().size();
        found = prefix + entry.getKey();
      }
    }
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (found == null && depth < 3) {
        found = listOfObjects(prefix + entry.getKey() + ".", entry.getValue(), depth + 1);
      }
    }
    return found;
  }

  /** Whether each entry holds steps and values, as Sacred writes metrics. */
  private static boolean isSetOfSeries(JsonNode node) {
    List<JsonNode> entries = new ArrayList<>();
    node.forEach(entries::add);
    return !entries.isEmpty()
        && entries.stream()
            .allMatch(entry -> entry.path("steps").isArray() && entry.path("values").isArray());
  }

  /** The dotted name of an object that holds arrays of numbers, of which most are as long. */
  private static String arrays(String prefix, JsonNode node, int depth) {
    long arrays = 0;
    for (JsonNode value : node) {
      arrays += value.isArray() && value.size() > 1 && value.get(0).isNumber() ? 1 : 0;
    }
    if (node.isObject() && arrays >= 2 && 2 * arrays >= node.size()) {
      return prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1);
    }
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (depth < 3) {
        String found = arrays(prefix + entry.getKey() + ".", entry.getValue(), depth + 1);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  /** Whether an object has a step and something that is judged. */
  private static boolean isRow(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.properties()
        .forEach(
            entry -> {
              if (entry.getValue().isNumber()) {
                names.add(entry.getKey());
              }
            });
    return Role.STEP.of(names) != null
        && (Role.VALIDATION_LOSS.of(names) != null || Role.TRAIN_LOSS.of(names) != null);
  }
}
