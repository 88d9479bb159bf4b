package io.lode.jobs.conf;

import com.typesafe.config.ConfigObject;
import io.lode.jobs.UsageException;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Tells a key that nobody reads from the keys that exist. */
public final class KnownKeys {

  private KnownKeys() {}

  /**
   * Checks the keys of one level of an object.
   *
   * @param where what the object is, for the message
   * @throws UsageException if a key is not known, naming the nearest known one
   */
  public static void require(ConfigObject object, Collection<String> known, String where) {
    for (String key : object.keySet()) {
      if (!known.contains(key)) {
        throw unknown(where, key, object.get(key).origin().lineNumber(), known);
      }
    }
  }

  /** The error for an unknown key; a line number below 1 is left out. */
  public static UsageException unknown(
      String where, String key, int line, Collection<String> known) {
    String at = line > 0 ? where + ", line " + line : where;
    String hint =
        nearest(key, known)
            .map(near -> "did you mean '" + near + "'?")
            .orElse("expected one of " + String.join(", ", known.stream().sorted().toList()));
    return new UsageException(at + ": unknown key '" + key + "'; " + hint);
  }

  /** The known key with the fewest edits, where half of the key or less must be edited. */
  static Optional<String> nearest(String key, Collection<String> known) {
    return known.stream()
        .sorted()
        .min(Comparator.comparingInt(candidate -> edits(key, candidate)))
        .filter(
            candidate ->
                edits(key, candidate)
                    <= Math.max(2, Math.max(key.length(), candidate.length()) / 2));
  }

  /** Levenshtein distance of two keys. */
  private static int edits(String from, String to) {
    int[] above = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] row = new int[to.length() + 1];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[to.length()];
  }
}
