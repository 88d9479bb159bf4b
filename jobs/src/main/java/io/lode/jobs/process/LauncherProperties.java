package io.lode.jobs.process;

import io.lode.jobs.UsageException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Spark properties that are no arguments, as they may hold secrets: every user of a machine sees
 * every command line.
 */
public final class LauncherProperties {

  /** Names the file in which the launcher hands over what the user gave. */
  public static final String FILE = "LODE_SPARK_PROPERTIES";

  private LauncherProperties() {}

  /**
   * Reads what the launcher handed over, and deletes the file.
   *
   * @param file as {@link #FILE} names it, or null where it names none
   * @throws UsageException if the file cannot be read
   */
  public static Map<String, String> take(String file) {
    if (file == null || file.isEmpty() || !Files.exists(Path.of(file))) {
      // Gone where another start of Spark in this process has taken it.
      return Map.of();
    }
    Map<String, String> properties = read(Path.of(file));
    try {
      Files.deleteIfExists(Path.of(file));
    } catch (IOException e) {
      throw new UsageException(file + " cannot be deleted: " + e, e);
    }
    return properties;
  }

  /**
   * Reads a file of properties, one {@code key=value} or {@code key value} a line, in UTF-8, as
   * {@code spark-submit --properties-file} does.
   *
   * @throws UsageException if the file cannot be read, or is no such file
   */
  public static Map<String, String> read(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageException(
          "--properties-file "
              + file
              + " cannot be read: "
              + e.getClass().getSimpleName()
              + "; expected lines of key=value",
          e);
    }
    Map<String, String> read = new TreeMap<>();
    for (String key : properties.stringPropertyNames()) {
      read.put(key, properties.getProperty(key).strip());
    }
    return read;
  }
}
