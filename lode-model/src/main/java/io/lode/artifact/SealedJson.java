package io.lode.artifact;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * JSON objects that say by their last key, {@code sha256}, what all before it digests to: a file of
 * which one bit is another is known for damaged, also where it still is JSON.
 */
public final class SealedJson {

  /**
   * The end of a sealed object. What stands before is digested byte by byte, so that nothing
   * depends on how numbers are printed.
   */
  private static final Pattern SEAL =
      Pattern.compile(",\\s*\"sha256\"\\s*:\\s*\"([0-9a-f]{64})\"\\s*}\\s*$");

  private SealedJson() {}

  /**
   * Seals an object.
   *
   * @param json text of a JSON object with at least one key, on one line or over several
   * @return the file, which ends with a line break
   * @throws IllegalArgumentException if the text does not end an object
   */
  public static byte[] seal(String json) {
    String text = json.stripTrailing();
    if (!text.endsWith("}")) {
      throw new IllegalArgumentException("only an object can be sealed, found " + json);
    }
    String open = text.substring(0, text.length() - 1).stripTrailing();
    String separator = open.contains("\n") ? ",\n  " : ",";
    String sum = Digests.sha256(open.getBytes(StandardCharsets.UTF_8));
    return (open + separator + "\"sha256\":\"" + sum + "\"}\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The object without its seal. What has none, as files of earlier builds, is given back as it is.
   *
   * @param file its name, for messages
   * @throws ArtifactException if the seal does not fit
   */
  public static byte[] open(byte[] bytes, String file) {
    Matcher seal = SEAL.matcher(new String(bytes, StandardCharsets.UTF_8));
    if (seal.find()) {
      String found = Digests.sha256(bytesBefore(seal, ""));
      if (!found.equals(seal.group(1))) {
        throw new ArtifactException(
            file
                + ": its content does not match its sha256, so it was damaged after it was written:"
                + " expected "
                + seal.group(1)
                + ", found "
                + found);
      }
    }
    return unchecked(bytes);
  }

  /** The same, whether or not the seal fits: for a reader with something to say before. */
  public static byte[] unchecked(byte[] bytes) {
    Matcher seal = SEAL.matcher(new String(bytes, StandardCharsets.UTF_8));
    return seal.find() ? bytesBefore(seal, "}") : bytes;
  }

  private static byte[] bytesBefore(Matcher seal, String end) {
    StringBuilder before = new StringBuilder();
    seal.appendReplacement(before, Matcher.quoteReplacement(end));
    return before.toString().getBytes(StandardCharsets.UTF_8);
  }
}
