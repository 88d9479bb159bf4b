package io.lode.jobs;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a user should know although the work goes on, such as a damaged file that was rebuilt.
 *
 * <p>Lines gather with the thread that tells them: whoever runs work in another thread, or in a
 * task of Spark's, takes them there and tells them again.
 */
public final class Notices {

  private static final ThreadLocal<Set<String>> TOLD = ThreadLocal.withInitial(LinkedHashSet::new);

  private Notices() {}

  /** Tells one line, once. */
  public static void tell(String line) {
    TOLD.get().add(line);
  }

  /** What was told in this thread since it was taken last, in order, each line once. */
  public static List<String> take() {
    List<String> lines = new ArrayList<>(TOLD.get());
    TOLD.remove();
    return lines;
  }
}
