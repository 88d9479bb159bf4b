package io.lode.jobs.ingest.inspect;

import io.lode.jobs.ingest.format.LogFiles;
import io.lode.jobs.ingest.format.LogReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/**
 * The parts of a table between the rows at which its step goes back: runs one after another, or
 * attempts at one run.
 *
 * @param count how many there are
 * @param keys columns that are the same throughout each part, and that together tell the parts
 *     apart; empty where none do
 */
record Segments(int count, List<String> keys) {

  private static final int ROWS = 100_000;

  /** Columns that a run's name is put together from, at most. */
  private static final int MOST_KEYS = 6;

  /** Looks at the first rows of a file. */
  static Segments of(Sample sample, String step, Configuration configuration) throws IOException {
    List<Map<String, String>> parts = new ArrayList<>();
    Set<String> varying = new HashSet<>();
    try (LogReader reader =
        LogReader.open(
            Sampler.provisional(sample.kind()), LogFiles.path(sample.file()), configuration)) {
      double last = Double.POSITIVE_INFINITY;
      for (int row = 0; row < ROWS && reader.next(); row++) {
        if (reader.defect() != null) {
          continue;
        }
        double now = Double.NaN;
        for (int i = 0; i < reader.width(); i++) {
          if (reader.column(i).equals(step)) {
            now = reader.number(i);
          }
        }
        if (now < last) {
          parts.add(new LinkedHashMap<>());
        }
        last = Double.isNaN(now) ? last : now;
        if (!parts.isEmpty()) {
          compare(reader, step, parts.get(parts.size() - 1), varying);
        }
      }
    }
    return new Segments(parts.size(), keys(parts, varying));
  }

  private static void compare(
      LogReader reader, String step, Map<String, String> part, Set<String> varying) {
    for (int i = 0; i < reader.width(); i++) {
      String name = reader.column(i);
      if (!name.equals(step)) {
        String value = String.valueOf(reader.text(i));
        String before = part.putIfAbsent(name, value);
        if (before != null && !before.equals(value)) {
          varying.add(name);
        }
      }
    }
  }

  private static List<String> keys(List<Map<String, String>> parts, Set<String> varying) {
    if (parts.size() < 2) {
      return List.of();
    }
    Set<String> keys = new LinkedHashSet<>(parts.get(0).keySet());
    keys.removeAll(varying);
    keys.removeIf(
        name -> parts.stream().map(part -> part.getOrDefault(name, "null")).distinct().count() < 2);
    keys.removeIf(
        name -> parts.stream().anyMatch(part -> part.getOrDefault(name, "null").equals("null")));
    long different =
        parts.stream().map(part -> keys.stream().map(part::get).toList()).distinct().count();
    return different == parts.size() && keys.size() <= MOST_KEYS ? List.copyOf(keys) : List.of();
  }
}
