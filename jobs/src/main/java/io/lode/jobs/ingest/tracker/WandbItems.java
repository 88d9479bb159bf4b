package io.lode.jobs.ingest.tracker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Values by name, as records of Weights and Biases hold them: a key, or the parts of a nested key,
 * and the value as JSON. Nested values are named {@code outer.inner}; pictures, histograms and
 * other media are left out.
 */
final class WandbItems {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private static final int KEY = 1;
  private static final int NESTED_KEY = 2;
  private static final int VALUE_JSON = 16;
  private static final int DEEPEST = 20;

  private final Map<String, String> values = new LinkedHashMap<>();

  /** The text of each value, by name, in the order of the record. */
  Map<String, String> values() {
    return values;
  }

  void clear() {
    values.clear();
  }

  /** Reads a record of the history: its items, and the step where no item says it. */
  void readHistory(CodedInputStream history) throws IOException {
    long step = -1;
    for (int tag = history.readTag(); tag != 0; tag = history.readTag()) {
      switch (tag) {
        case 1 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
            readItem(history.readBytes().newCodedInput());
        case 2 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
            step = number(history.readBytes().newCodedInput());
        default -> history.skipField(tag);
      }
    }
    if (step >= 0) {
      values.putIfAbsent("_step", Long.toString(step));
    }
  }

  private static long number(CodedInputStream message) throws IOException {
    long number = 0;
    for (int tag = message.readTag(); tag != 0; tag = message.readTag()) {
      if (tag == (1 << 3 | WireFormat.WIRETYPE_VARINT)) {
        number = message.readInt64();
      } else {
        message.skipField(tag);
      }
    }
    return number;
  }

  /** Reads one item. */
  void readItem(CodedInputStream item) throws IOException {
    StringBuilder key = new StringBuilder();
    String json = "";
    for (int tag = item.readTag(); tag != 0; tag = item.readTag()) {
      switch (tag) {
        case KEY << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED -> key.append(item.readString());
        case NESTED_KEY << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
            key.append(key.length() == 0 ? "" : ".").append(item.readString());
        case VALUE_JSON << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED -> json = item.readString();
        default -> item.skipField(tag);
      }
    }
    try {
      put(key.toString(), JSON.readTree(json), 0);
    } catch (JsonProcessingException e) {
      values.put(key.toString(), json);
    }
  }

  private void put(String name, JsonNode value, int depth) {
    if (value.isObject()) {
      if (!value.has("_type") && depth < DEEPEST) {
        value
            .properties()
            .forEach(entry -> put(name + "." + entry.getKey(), entry.getValue(), depth + 1));
      }
    } else if (value.isValueNode() && !value.isNull()) {
      values.put(name, value.asText());
    }
  }
}
