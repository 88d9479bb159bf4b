package io.lode.jobs.ingest.inspect;

import io.lode.jobs.ingest.format.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Tables whose columns are separated by blanks, as programs print them: a line of names, and lines
 * of as many numbers. They are read as text, by one pattern with a group for each column.
 */
final class BlankTable {

  /** Rows that are looked at. */
  private static final int ROWS = 50;

  /** The share of these that must have a field for each name. */
  private static final double MOST = 0.9;

  private static final String NUMBER = "[-+]?[0-9][0-9.]*(?:[eE][-+]?[0-9]+)?";

  private BlankTable() {}

  /** A table; nothing where the text is none. */
  static Optional<Kind> kind(String text) {
    List<String> lines = text.lines().filter(line -> !line.isBlank()).limit(ROWS + 1L).toList();
    if (lines.size() < 3) {
      return Optional.empty();
    }
    String[] names = fields(lines.get(0).replaceFirst("^\\s*[#%]", ""));
    boolean named =
        names.length >= 2
            && Arrays.stream(names).allMatch(name -> name.matches("[A-Za-z_][\\w./-]{0,60}"));
    if (!named) {
      return Optional.empty();
    }
    List<String[]> rows = lines.stream().skip(1).map(BlankTable::fields).toList();
    // pandas prints an index in front, which has no name.
    for (int index = 0; index <= 1; index++) {
      int width = names.length + index;
      int step = index;
      long fitting =
          rows.stream()
              .filter(row -> row.length == width && Numbers.parse(row[step]) != null)
              .filter(row -> Arrays.stream(row).filter(BlankTable::isNumber).count() >= width / 2.0)
              .count();
      if (fitting >= MOST * rows.size()) {
        return Optional.of(
            new Kind(
                "text",
                List.of("patterns = [", "  \"" + pattern(names, index) + "\"", "]"),
                false,
                false));
      }
    }
    return Optional.empty();
  }

  private static boolean isNumber(String field) {
    return Numbers.parse(field) != null;
  }

  private static String[] fields(String line) {
    return line.strip().split("\\s+");
  }

  /** A pattern with a group for each column, as it stands in a source file. */
  private static String pattern(String[] names, int index) {
    TreeSet<String> used = new TreeSet<>();
    List<String> groups = new ArrayList<>();
    for (String name : names) {
      String group = name.replaceAll("[^A-Za-z0-9_]", "_").replaceFirst("^_+", "");
      group = group.isEmpty() || !used.add(group) ? "column_" + (groups.size() + 1) : group;
      groups.add("(?<" + group + ">" + (groups.isEmpty() ? NUMBER : "\\\\S+") + ")");
    }
    return "^\\\\s*"
        + (index == 0 ? "" : "\\\\S+\\\\s+")
        + String.join("\\\\s+", groups)
        + "\\\\s*$";
  }
}
