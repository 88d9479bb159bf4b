package io.lode.jobs.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipException;

/**
 * One JSON object a line; a nested object's values are named {@code outer.inner}. NaN and Infinity
 * are numbers, as Python writes them. Blank lines are no rows.
 */
final class JsonLinesReader implements LogReader {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private final BufferedReader text;
  private long line;
  private boolean ended;

  JsonLinesReader(InputStream stream) {
    text = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8), 1 << 16);
  }

  @Override
  public Set<String> columns() {
    return null;
  }

  @Override
  public RawRow next() throws IOException {
    while (!ended) {
      String raw;
      try {
        raw = text.readLine();
      } catch (EOFException | ZipException e) {
        ended = true;
        return RawRow.defective(
            line + 1, "", "unreadable file", "compressed data is damaged: " + e.getMessage());
      }
      if (raw == null) {
        ended = true;
        return line > 0
            ? null
            : RawRow.defective(1, "", "unreadable file", "found nothing, expected JSON objects");
      }
      line++;
      if (!raw.isBlank()) {
        return row(raw);
      }
    }
    return null;
  }

  private RawRow row(String raw) {
    try {
      if (JSON.readTree(raw) instanceof ObjectNode object) {
        Map<String, String> values = new LinkedHashMap<>();
        flatten("", object, values);
        return RawRow.of(line, raw, values);
      }
      return RawRow.defective(line, raw, "not a JSON object", "expected {...}");
    } catch (JsonProcessingException e) {
      return RawRow.defective(line, raw, "not a JSON object", e.getOriginalMessage());
    }
  }

  /** Adds the values of an object that are not null, lists left out. */
  static void flatten(String prefix, ObjectNode object, Map<String, String> values) {
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
  public void close() throws IOException {
    text.close();
  }
}
