package io.lode.jobs.conf;

import java.util.Collection;
import java.util.List;

/** Names in a message, not too many of them. */
public final class Listing {

  /** Names that a message lists: a screen line or two. */
  private static final int LISTED = 20;

  private Listing() {}

  /** The sorted names with commas between; "nothing" where there are none. */
  public static String of(Collection<String> names) {
    if (names.isEmpty()) {
      return "nothing";
    }
    List<String> sorted = names.stream().sorted().distinct().toList();
    return sorted.size() <= LISTED
        ? String.join(", ", sorted)
        : String.join(", ", sorted.subList(0, LISTED))
            + " and "
            + (sorted.size() - LISTED)
            + " more";
  }
}
