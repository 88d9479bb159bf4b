package io.lode.jobs.ingest.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lode.jobs.ingest.format.RowDefect;
import java.io.BufferedReader;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Where the rows of JSON text are: objects that span lines, or values at a dotted name. */
final class JsonDocuments {

  /** Reads one value and refuses text after it. */
  static final ObjectMapper ONE =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Characters within which an object that spans lines must end, since they are held in memory. */
  private static final int LONGEST = 1 << 24;

  private JsonDocuments() {}

  /** Whether the text starts with an object that goes over several lines and is whole. */
  static boolean isNext(BufferedReader text) throws IOException {
    text.mark(LONGEST);
    try {
      return !isLine(text) && isObject(text);
    } finally {
      text.reset();
    }
  }

  /** Whether the first line that is not blank is a JSON value, or starts as no object. */
  private static boolean isLine(BufferedReader text) throws IOException {
    StringBuilder line = new StringBuilder();
    int read = 0;
    for (int next = text.read(); next >= 0 && read < LONGEST - 1; next = text.read()) {
      read++;
      if (next == '\n' && !line.toString().isBlank()) {
        break;
      }
      line.append((char) next);
    }
    String stripped = line.toString().strip();
    if (!stripped.startsWith("{")) {
      return true;
    }
    try {
      ONE.readTree(stripped);
      return true;
    } catch (JsonProcessingException e) {
      text.reset();
      return false;
    }
  }

  private static boolean isObject(BufferedReader text) throws IOException {
    try (JsonParser parser = ONE.getFactory().createParser(new Start(text))) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      parser.skipChildren();
      return parser.currentToken() == JsonToken.END_OBJECT
          && parser.currentTokenLocation().getLineNr() > 1;
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  /**
   * What a dotted name of fields and places stands for, such as 0.loss; a missing node if nothing.
   */
  static JsonNode at(JsonNode node, String name) {
    JsonNode at = node;
    for (String part : name.split("\\.", -1)) {
      boolean isPlace = at.isArray() && part.matches("\\d{1,9}");
      at = isPlace ? at.path(Integer.parseInt(part)) : at.path(part);
    }
    return at;
  }

  /** Moves to the list or object at a dotted name; says why there is none, or null. */
  static RowDefect moveTo(JsonParser parser, String records) throws IOException {
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
    return token == JsonToken.START_ARRAY || token == JsonToken.START_OBJECT
        ? null
        : new RowDefect("unreadable file", "expected a list or an object at '" + records + "'");
  }

  /** What is wrong with some JSON, without the inner words of the parser. */
  static String message(JsonProcessingException e) {
    return e.getOriginalMessage().replaceAll("\\s*\\(start marker at \\[[^\\]]*]\\)", "");
  }

  /** The first characters of a text, which stays open. */
  private static final class Start extends FilterReader {

    private int left = LONGEST - 1;

    Start(Reader in) {
      super(in);
    }

    @Override
    public int read(char[] into, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int read = super.read(into, offset, Math.min(length, left));
      left -= Math.max(0, read);
      return read;
    }

    @Override
    public int read() throws IOException {
      char[] one = new char[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public void close() {
      // The text is read again from its start.
    }
  }
}
