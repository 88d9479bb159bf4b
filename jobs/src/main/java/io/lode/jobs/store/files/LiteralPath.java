package io.lode.jobs.store.files;

import java.util.regex.Pattern;

/** Paths for readers of Spark's, which take the paths that they are given for patterns. */
public final class LiteralPath {

  private static final Pattern SPECIAL = Pattern.compile("[\\[\\]{}*?\\\\]");

  private LiteralPath() {}

  /** A path that stands for itself, whatever characters it has. */
  public static String escaped(String path) {
    return SPECIAL.matcher(path).replaceAll("\\\\$0");
  }
}
