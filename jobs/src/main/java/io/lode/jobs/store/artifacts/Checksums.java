package io.lode.jobs.store.artifacts;

import io.lode.artifact.ArtifactException;
import io.lode.artifact.Digests;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The digests of a folder's files, in the format of {@code sha256sum}.
 *
 * @param digests SHA-256 in hexadecimal digits by file name
 */
record Checksums(Map<String, String> digests) {

  /** The name of the file that holds them. */
  static final String FILE = "SHA256SUMS";

  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) [ *](.+)");

  /** The digests of some files, content by name. */
  static Checksums of(Map<String, byte[]> files) {
    Map<String, String> digests = new TreeMap<>();
    files.forEach((name, content) -> digests.put(name, Digests.sha256(content)));
    return new Checksums(digests);
  }

  /**
   * Reads them back.
   *
   * @param file its name, for messages
   * @throws ArtifactException if a line is not a digest and a name
   */
  static Checksums read(byte[] bytes, String file) {
    Map<String, String> digests = new TreeMap<>();
    for (String line : new String(bytes, StandardCharsets.UTF_8).lines().toList()) {
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        throw new ArtifactException(
            file + ": a line must be a SHA-256 and a file name, found '" + line + "'");
      }
      digests.put(matcher.group(2), matcher.group(1));
    }
    return new Checksums(digests);
  }

  byte[] write() {
    StringBuilder text = new StringBuilder();
    digests.forEach((name, digest) -> text.append(digest).append("  ").append(name).append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Checks the content of a file.
   *
   * @param path where it was read, for the message
   * @throws ArtifactException if its digest is another one, or unknown
   */
  void require(String name, byte[] content, String path) {
    String expected = digests.get(name);
    String found = Digests.sha256(content);
    if (!found.equals(expected)) {
      throw new ArtifactException(
          path
              + ": its content does not match "
              + FILE
              + " beside it; expected "
              + (expected == null ? "no such file" : expected)
              + ", found "
              + found);
    }
  }
}
