package io.lode.jobs.conf.source;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a source file says of the text of log files beyond their format.
 *
 * @param arrays where a JSON document holds one array a column: the dotted name of the object of
 *     these arrays, empty where the document is that object, {@code *} where each entry is one and
 *     its name is the metric; null where rows are objects
 * @param patterns regular expressions with named groups, each group a column, for lines of text
 * @param carried groups whose last value holds for later lines that lack it
 * @param numbers how numbers are written, or null where the source does not say
 * @param runColumns columns of several runs, by the text in the source, such as {@code "{run} -
 *     loss"}
 */
public record FileForm(
    String arrays,
    List<String> patterns,
    List<String> carried,
    NumberForm numbers,
    Map<String, PathTemplate> runColumns)
    implements Serializable {

  /** The form that says nothing. */
  public static final FileForm UNSAID = new FileForm(null, List.of(), List.of(), null, Map.of());

  /** How numbers are written, for text in which nothing else can be told. */
  public NumberForm numbersOrPlain() {
    return numbers == null ? NumberForm.PLAIN : numbers;
  }

  /** The columns among some texts that stand for one column a run. */
  static Map<String, PathTemplate> runColumns(Iterable<String> columns) {
    Map<String, PathTemplate> found = new TreeMap<>();
    for (String column : columns) {
      if (SourceDefinition.IDENTITY.stream().anyMatch(name -> column.contains("{" + name + "}"))) {
        found.put(column, PathTemplate.ofColumn(column));
      }
    }
    return found;
  }

  /** The name of a column of several runs and what it captures, where a template describes it. */
  public Optional<Map.Entry<String, Map<String, String>>> runColumn(String column) {
    for (Map.Entry<String, PathTemplate> entry : runColumns.entrySet()) {
      Optional<Map<String, String>> captures = entry.getValue().captures(column);
      if (captures.isPresent()) {
        return Optional.of(Map.entry(entry.getKey(), captures.get()));
      }
    }
    return Optional.empty();
  }
}
