package io.lode.jobs.conf;

import com.typesafe.config.ConfigObject;
import io.lode.jobs.NearestName;
import io.lode.jobs.UsageException;
import java.util.Collection;

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
        NearestName.of(key, known)
            .map(near -> "did you mean '" + near + "'?")
            .orElse("expected one of " + String.join(", ", known.stream().sorted().toList()));
    return new UsageException(at + ": unknown key '" + key + "'; " + hint);
  }
}
