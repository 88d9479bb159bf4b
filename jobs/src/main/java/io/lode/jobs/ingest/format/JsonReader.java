package io.lode.jobs.ingest.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lode.jobs.conf.settings.ReadingBounds;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * JSON: one object a line, or one document that is, or holds, a list of objects. A nested object's
 * values are named {@code outer.inner}; lists in a row are left out. NaN and Infinity are numbers,
 * as Python writes them. Blank lines are no rows.
 */
public final class JsonReader extends CellRowReader {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private final ReadingBounds bounds;
  private final RowReader text;
  private final TextLines lines;

  /** The document's list, or null where each line is a row. */
  private final JsonParser list;

  private final RowDefect broken;
  private String raw = "";
  private boolean ended;
  private boolean nothing = true;

  JsonReader(InputStream stream, String records, ReadingBounds bounds) throws IOException {
    this.bounds = bounds;
    text =
        new RowReader(new InputStreamReader(stream, StandardCharsets.UTF_8), bounds.longestRow());
    lines = new TextLines(text, bounds.longestRow());
    JsonParser parser = null;
    RowDefect found = null;
    try {
      if (records != null || startsAsList()) {
        parser = JSON.getFactory().createParser(text);
        found = moveTo(parser, records == null ? "" : records);
      }
    } catch (DamagedDataException e) {
      found = new RowDefect("unreadable file", e.getMessage());
    } catch (JsonProcessingException e) {
      found = new RowDefect("unreadable file", e.getOriginalMessage());
    }
    list = parser;
    broken = found;
  }

  private boolean startsAsList() throws IOException {
    text.mark(1 << 15);
    int next = text.read();
    for (int i = 0; i < 1 << 14 && (Character.isWhitespace(next) || next == 0xFEFF); i++) {
      next = text.read();
    }
    text.reset();
    return next == '[';
  }

  /** Moves to the list at a dotted name. */
  private static RowDefect moveTo(JsonParser parser, String records) throws IOException {
    Deque<String> names =
        new ArrayDeque<>(records.isBlank() ? List.of() : List.of(records.split("\\.", -1)));
    JsonToken token = parser.nextToken();
    while (!names.isEmpty()) {
      if (token != JsonToken.START_OBJECT) {
        break;
      }
      String wanted = names.pop();
      token = parser.nextToken();
      while (token == JsonToken.FIELD_NAME && !parser.currentName().equals(wanted)) {
        parser.nextToken();
        parser.skipChildren();
        token = parser.nextToken();
      }
      if (token != JsonToken.FIELD_NAME) {
        return new RowDefect("unreadable file", "found no list '" + records + "' in the document");
      }
      token = parser.nextToken();
    }
    return token == JsonToken.START_ARRAY
        ? null
        : new RowDefect("unreadable file", "expected a list at '" + records + "'");
  }

  @Override
  public boolean next() throws IOException {
    if (ended) {
      return false;
    }
    defect = null;
    raw = "";
    if (broken != null) {
      row = 1;
      return last(broken.reason(), broken.detail());
    }
    try {
      return list == null ? nextLine() : nextElement();
    } catch (DamagedDataException e) {
      row++;
      return last("unreadable file", e.getMessage());
    } catch (JsonProcessingException e) {
      row++;
      return last("unreadable file", e.getOriginalMessage());
    }
  }

  private boolean last(String reason, String detail) {
    ended = true;
    defect = new RowDefect(reason, detail);
    return true;
  }

  private boolean nextElement() throws IOException {
    JsonToken token = list.nextToken();
    if (token == JsonToken.END_ARRAY) {
      ended = true;
      return false;
    }
    row++;
    if (token == null) {
      return last("truncated row", "the document ends within the list");
    }
    text.startRow();
    JsonNode node = list.readValueAsTree();
    text.endRow();
    raw = String.valueOf(node);
    take(node);
    return true;
  }

  private boolean nextLine() throws IOException {
    String line;
    do {
      line = lines.next();
      if (line == null) {
        ended = true;
        row = 1;
        return nothing && last("unreadable file", "found nothing, expected JSON objects");
      }
      nothing = false;
      row++;
    } while (line.isBlank());
    raw = line;
    if (lines.isCut()) {
      defect =
          new RowDefect(
              "not a JSON object",
              "a line of "
                  + lines.length()
                  + " characters, expected at most "
                  + bounds.longestRow()
                  + " (ingest.longest-row)");
      return true;
    }
    try {
      take(JSON.readTree(line));
    } catch (JsonProcessingException e) {
      defect = new RowDefect("not a JSON object", e.getOriginalMessage());
    }
    return true;
  }

  private void take(JsonNode node) {
    if (node instanceof ObjectNode object) {
      cells.clear();
      if (!fill("", object)) {
        defect =
            new RowDefect(
                "too many columns",
                "expected at most " + bounds.mostColumns() + " in a file (ingest.most-columns)");
      }
    } else {
      defect = new RowDefect("not a JSON object", "expected {...}");
    }
  }

  /** Fills the cells of an object; says whether the file has room for its columns. */
  private boolean fill(String prefix, ObjectNode object) {
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      JsonNode value = entry.getValue();
      if (value instanceof ObjectNode inner) {
        if (!fill(prefix + entry.getKey() + ".", inner)) {
          return false;
        }
      } else if (!cells.hasPlace(prefix + entry.getKey(), bounds.mostColumns())) {
        return false;
      } else if (value.isNumber()) {
        cells.set(cells.place(prefix + entry.getKey()), value.asDouble(), value.asText());
      } else if (value.isValueNode() && !value.isNull()) {
        cells.set(cells.place(prefix + entry.getKey()), value.asText());
      }
    }
    return true;
  }

  /** Adds the values of an object that are not null, lists left out. */
  public static void flatten(String prefix, ObjectNode object, Map<String, String> values) {
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      String name = prefix + entry.getKey();
      JsonNode value = entry.getValue();
      if (value instanceof ObjectNode inner) {
        flatten(name + ".", inner, values);
      } else if (value.isValueNode() && !value.isNull()) {
        values.put(name, value.asText());
      }
    }
  }

  @Override
  public String raw() {
    return raw;
  }

  @Override
  public boolean hasFixedColumns() {
    return false;
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
