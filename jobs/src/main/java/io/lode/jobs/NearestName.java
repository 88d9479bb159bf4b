package io.lode.jobs;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** What somebody may have meant who wrote a name that does not exist. */
public final class NearestName {

  /** Edits that are always taken for a slip: two letters exchanged. Count. */
  private static final int SLIP = 2;

  private NearestName() {}

  /**
   * The known name with the fewest edits, upper and lower case being one, where half of the name or
   * less must be edited.
   */
  public static Optional<String> of(String name, Collection<String> known) {
    return known.stream()
        .sorted()
        .min(Comparator.comparingInt(candidate -> edits(name, candidate)))
        .filter(
            candidate ->
                edits(name, candidate)
                    <= Math.max(SLIP, Math.max(name.length(), candidate.length()) / 2));
  }

  /** Levenshtein distance of two names. */
  private static int edits(String name, String candidate) {
    String from = name.toLowerCase(Locale.ROOT);
    String to = candidate.toLowerCase(Locale.ROOT);
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
