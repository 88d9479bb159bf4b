package io.lode.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of LODE that runs. */
public final class CodeVersion {

  private CodeVersion() {}

  /** The version as the build wrote it, such as {@code 0.1.0-SNAPSHOT}. */
  public static String current() {
    try (InputStream stream = CodeVersion.class.getResourceAsStream("version.properties")) {
      Properties properties = new Properties();
      properties.load(stream);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
