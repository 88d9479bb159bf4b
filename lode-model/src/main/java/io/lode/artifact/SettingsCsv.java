package io.lode.artifact;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** The settings of a proposal as CSV, {@code name,value}, for any training program to read. */
public final class SettingsCsv {

  private SettingsCsv() {}

  /** The file's bytes: the header, then one setting a line, in the order of their names. */
  public static byte[] write(Map<String, String> settings) {
    StringBuilder text = new StringBuilder("name,value\n");
    new TreeMap<>(settings)
        .forEach(
            (name, value) -> text.append(cell(name)).append(',').append(cell(value)).append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String cell(String text) {
    return text.matches("[^,\"\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
