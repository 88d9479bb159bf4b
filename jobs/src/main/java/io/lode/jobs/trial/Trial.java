package io.lode.jobs.trial;

import io.lode.artifact.Digests;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * One training run to be made.
 *
 * @param settings what fills the command's braces, by name
 * @param seed of the run
 */
public record Trial(Map<String, String> settings, long seed) implements Serializable {

  private static final int READABLE = 60;
  private static final int DIGITS = 8;

  /** Copies the settings. */
  public Trial {
    settings = new TreeMap<>(settings);
  }

  /**
   * A name that tells trials apart and is fit for a folder: the settings' values in readable
   * letters, the seed, and a digest of both.
   */
  public String name() {
    String readable =
        String.join("-", settings.values().stream().map(Trial::lastPart).toList())
            .replaceAll("[^A-Za-z0-9.+-]", "_");
    String digest =
        Digests.sha256((settings + "\n" + seed).getBytes(StandardCharsets.UTF_8))
            .substring(0, DIGITS);
    String cut = readable.length() > READABLE ? readable.substring(0, READABLE) : readable;
    // A leading dot would hide the folder from the ingest.
    return "t-" + cut + "-s" + seed + "-" + digest;
  }

  /** Of a path, the file. */
  private static String lastPart(String value) {
    return value.substring(value.lastIndexOf('/') + 1);
  }
}
