package io.lode.jobs.ingest.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lode.jobs.conf.settings.ReadingBounds;
import io.lode.jobs.conf.source.SourceDefinition;
import io.lode.jobs.ingest.format.CellRowReader;
import io.lode.jobs.ingest.format.DamagedDataException;
import io.lode.jobs.ingest.format.RowDefect;
import io.lode.jobs.ingest.format.TextLines;
import io.lode.jobs.ingest.format.TextStart;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * JSON: one object a line; objects over several lines; or one document that is, or holds, a list of
 * objects. A nested object's values are named {@code outer.inner}; of lists in a row only the
 * elements that the source names are read, as {@code list.0}. NaN and Infinity are numbers, as
 * Python writes them. Blank lines are no rows.
 */
public final class JsonReader extends CellRowReader {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private static final Pattern ELEMENT = Pattern.compile("\\.\\d+(?:\\.|$)");

  private final ReadingBounds bounds;
  private final RowReader text;
  private final TextLines lines;

  /** The document's list, or null where each line is a row. */
  private final JsonParser list;

  /** Whether the parser stands before the first of some objects that are no list. */
  private final boolean documents;

  /** Where the source says that rows are, or null. */
  private final String records;

  /** Elements of lists that the source names. */
  private final List<String> elements;

  private final RowDefect broken;
  private String raw = "";
  private boolean ended;
  private boolean nothing = true;

  JsonReader(InputStream stream, SourceDefinition source, ReadingBounds bounds) throws IOException {
    this.bounds = bounds;
    records = source.layout().records();
    elements = elements(source);
    text = new RowReader(new TextStart(stream), bounds.longestRow());
    lines = new TextLines(text, bounds.longestRow());
    JsonParser parser = null;
    RowDefect found = null;
    try {
      if (records != null || startsAsList()) {
        parser = JSON.getFactory().createParser(text);
        found = JsonDocuments.moveTo(parser, records == null ? "" : records);
      } else if (JsonDocuments.isNext(text)) {
        parser = JSON.getFactory().createParser(text);
        parser.nextToken();
      }
    } catch (DamagedDataException e) {
      found = new RowDefect("unreadable file", e.getMessage());
    } catch (JsonProcessingException e) {
      found = new RowDefect("unreadable file", JsonDocuments.message(e));
    }
    list = parser;
    broken = found;
    documents = parser != null && found == null && parser.currentToken() == JsonToken.START_OBJECT;
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
      return list == null ? nextLine() : documents ? nextDocument() : nextElement();
    } catch (DamagedDataException e) {
      row++;
      return last("unreadable file", e.getMessage());
    } catch (JsonProcessingException e) {
      row++;
      return last("unreadable file", JsonDocuments.message(e));
    }
  }

  private boolean last(String reason, String detail) {
    ended = true;
    defect = new RowDefect(reason, detail);
    return true;
  }

  private boolean nextDocument() throws IOException {
    if (row > 0 && (records != null || list.nextToken() == null)) {
      ended = true;
      return false;
    }
    row++;
    takeTree();
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
    takeTree();
    return true;
  }

  /** Takes the value that the parser stands before. */
  private void takeTree() throws IOException {
    text.startRow();
    JsonNode node = list.readValueAsTree();
    text.endRow();
    raw = String.valueOf(node);
    take(node);
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
      take(JsonDocuments.ONE.readTree(line));
    } catch (JsonProcessingException e) {
      defect = new RowDefect("not a JSON object", JsonDocuments.message(e));
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
      } else if (value.isArray()) {
        fillElements(prefix + entry.getKey() + ".", value);
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

  /** Adds those elements of a list that the source names, which are few. */
  private void fillElements(String prefix, JsonNode list) {
    for (String name : elements) {
      if (name.startsWith(prefix)) {
        JsonNode at = JsonDocuments.at(list, name.substring(prefix.length()));
        if (at.isNumber()) {
          cells.set(cells.place(name), at.asDouble(), at.asText());
        } else if (at.isValueNode() && !at.isNull()) {
          cells.set(cells.place(name), at.asText());
        }
      }
    }
  }

  /** The names in a source that stand for an element of a list, such as lr.0 or train:lr.0. */
  private static List<String> elements(SourceDefinition source) {
    return source.named().stream()
        .filter(name -> ELEMENT.matcher(name).find())
        .flatMap(name -> Stream.of(name, name.substring(name.indexOf(':') + 1)))
        .distinct()
        .toList();
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
