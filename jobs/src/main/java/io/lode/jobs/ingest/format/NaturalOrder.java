package io.lode.jobs.ingest.format;

import java.util.Comparator;

/** Orders names as people number them: {@code part-2} before {@code part-10}. */
public enum NaturalOrder implements Comparator<String> {
  /** The order. */
  NAMES;

  @Override
  public int compare(String one, String other) {
    int i = 0;
    int j = 0;
    while (i < one.length() && j < other.length()) {
      if (isDigit(one.charAt(i)) && isDigit(other.charAt(j))) {
        int iEnd = endOfNumber(one, i);
        int jEnd = endOfNumber(other, j);
        int iStart = withoutZeros(one, i, iEnd);
        int jStart = withoutZeros(other, j, jEnd);
        int order = Integer.compare(iEnd - iStart, jEnd - jStart);
        for (int k = 0; order == 0 && k < iEnd - iStart; k++) {
          order = Character.compare(one.charAt(iStart + k), other.charAt(jStart + k));
        }
        if (order != 0) {
          return order;
        }
        i = iEnd;
        j = jEnd;
      } else {
        int order = Character.compare(one.charAt(i++), other.charAt(j++));
        if (order != 0) {
          return order;
        }
      }
    }
    int order = Integer.compare(one.length() - i, other.length() - j);
    return order != 0 ? order : one.compareTo(other);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int endOfNumber(String text, int from) {
    int end = from;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static int withoutZeros(String text, int from, int end) {
    int start = from;
    while (start < end - 1 && text.charAt(start) == '0') {
      start++;
    }
    return start;
  }
}
