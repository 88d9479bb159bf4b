package io.lode.jobs;

/**
 * Text that a terminal shows as it is: names come from logs, and a control character in one could
 * move the cursor, a bidirectional one turn the line around, an invisible one hide a difference.
 */
public final class SafeText {

  private SafeText() {}

  /** A line in which such characters are escaped, as {@code \\u202e}. */
  public static String escaped(String line) {
    StringBuilder safe = null;
    for (int i = 0; i < line.length(); ) {
      int point = line.codePointAt(i);
      int next = i + Character.charCount(point);
      if (isUnsafe(point)) {
        if (safe == null) {
          safe = new StringBuilder(line.substring(0, i));
        }
        safe.append(
            point <= Character.MAX_VALUE
                ? String.format("\\u%04x", point)
                : String.format("\\U%08x", point));
      } else if (safe != null) {
        safe.appendCodePoint(point);
      }
      i = next;
    }
    return safe == null ? line : safe.toString();
  }

  private static boolean isUnsafe(int point) {
    return switch (Character.getType(point)) {
      // FORMAT holds the bidirectional marks, the byte-order mark and what joins or hides.
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          true;
      // A blank of another width looks like a blank.
      case Character.SPACE_SEPARATOR -> point != ' ';
      default -> false;
    };
  }
}
