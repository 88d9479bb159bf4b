package io.lode.jobs.ingest.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lode.jobs.conf.settings.ReadingBounds;
import io.lode.jobs.ingest.format.CellRowReader;
import io.lode.jobs.ingest.format.DamagedDataException;
import io.lode.jobs.ingest.format.DocumentText;
import io.lode.jobs.ingest.format.RowDefect;
import io.lode.jobs.ingest.format.TextStart;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/**
 * A JSON document that holds one array a column: row i has the i-th element of each. Values beside
 * the arrays hold for every row. Where each entry of an object is such a set of arrays, or an array
 * itself, the name of the entry is in column {@code metric}, and a bare array's in {@code value}.
 *
 * <p>The document is held in memory, so it may have only so many characters.
 */
final class JsonArraysReader extends CellRowReader {

  /** Columns of one set, by name. */
  private record Columns(String metric, Map<String, JsonNode> values, int length) {}

  private final Deque<Columns> sets = new ArrayDeque<>();
  private RowDefect broken;
  private int at = -1;

  JsonArraysReader(InputStream stream, String arrays, ReadingBounds bounds) throws IOException {
    try (Reader text = new DocumentText(new TextStart(stream), bounds.largestDocument())) {
      find(JsonDocuments.ONE.readTree(text), arrays);
      if (sets.isEmpty()) {
        broken = new RowDefect("no rows", "found no arrays at '" + arrays + "'");
      } else if (columns() > bounds.mostColumns()) {
        broken =
            new RowDefect(
                "too many columns",
                "expected at most " + bounds.mostColumns() + " in a file (ingest.most-columns)");
      }
    } catch (DamagedDataException e) {
      broken = new RowDefect("unreadable file", e.getMessage());
    } catch (JsonProcessingException e) {
      broken = new RowDefect("unreadable file", JsonDocuments.message(e));
    }
  }

  private void find(JsonNode document, String arrays) {
    boolean each = arrays.equals("*") || arrays.endsWith(".*");
    String name = each ? arrays.substring(0, Math.max(0, arrays.length() - 2)) : arrays;
    JsonNode node = document;
    if (!name.isBlank()) {
      for (String part : name.split("\\.", -1)) {
        node = node.path(part);
      }
    }
    if (!each) {
      add(null, node);
      return;
    }
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      add(entry.getKey(), entry.getValue());
    }
  }

  private void add(String metric, JsonNode node) {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    if (node.isArray()) {
      values.put("value", node);
    } else if (node instanceof ObjectNode object) {
      flatten("", object, values);
    }
    int length = 0;
    for (JsonNode value : values.values()) {
      length = Math.max(length, value.isArray() ? value.size() : 0);
    }
    if (length > 0) {
      sets.add(new Columns(metric, values, length));
    }
  }

  private int columns() {
    Set<String> names = new HashSet<>();
    sets.forEach(set -> names.addAll(set.values().keySet()));
    return names.size();
  }

  private static void flatten(String prefix, ObjectNode object, Map<String, JsonNode> values) {
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      if (entry.getValue() instanceof ObjectNode inner) {
        flatten(prefix + entry.getKey() + ".", inner, values);
      } else {
        values.put(prefix + entry.getKey(), entry.getValue());
      }
    }
  }

  @Override
  public boolean next() {
    if (broken != null) {
      boolean told = row > 0;
      row = 1;
      defect = broken;
      return !told;
    }
    at++;
    while (!sets.isEmpty() && at >= sets.peek().length()) {
      sets.poll();
      at = 0;
    }
    if (sets.isEmpty()) {
      return false;
    }
    row++;
    cells.clear();
    Columns set = sets.peek();
    if (set.metric() != null) {
      cells.set(cells.place("metric"), set.metric());
    }
    for (Map.Entry<String, JsonNode> column : set.values().entrySet()) {
      JsonNode value = value(column.getValue());
      if (value.isNumber()) {
        cells.set(cells.place(column.getKey()), value.asDouble(), value.asText());
      } else if (value.isValueNode() && !value.isNull()) {
        cells.set(cells.place(column.getKey()), value.asText());
      }
    }
    return true;
  }

  private JsonNode value(JsonNode column) {
    return column.isArray() ? column.path(at) : column;
  }

  @Override
  public String raw() {
    if (defect != null || sets.isEmpty()) {
      return "";
    }
    StringJoiner text = new StringJoiner(", ", "{", "}");
    Columns set = sets.peek();
    if (set.metric() != null) {
      text.add("metric=" + set.metric());
    }
    set.values().forEach((name, column) -> text.add(name + "=" + value(column).asText()));
    return text.toString();
  }

  /** False: the arrays may differ in length. */
  @Override
  public boolean hasFixedColumns() {
    return false;
  }

  @Override
  public void close() {
    sets.clear();
  }
}
