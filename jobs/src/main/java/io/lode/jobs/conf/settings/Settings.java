package io.lode.jobs.conf.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.lode.jobs.UsageException;
import io.lode.jobs.conf.KnownKeys;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The settings in force: the defaults of {@code conf/lode.conf}, then the user's file, then {@code
 * --set key=value}, the later ones winning.
 *
 * <p>Rooms read them as typed records, such as {@link IngestSettings#of}.
 */
public final class Settings {

  private static final String DEFAULTS = "/conf/lode.conf";

  /** Names that --set also takes, and the keys that they stand for. */
  private static final Map<String, String> SHORT = Map.of("prior", "prior.use");

  private final Config config;

  private Settings(Config config) {
    this.config = config;
  }

  /** The defaults alone. */
  public static Settings defaults() {
    return new Settings(bundled());
  }

  /**
   * Reads the settings in force.
   *
   * @param file the user's file, or null for none
   * @param assignments {@code key=value} pairs as given with {@code --set}
   * @throws UsageException if the file cannot be read, a key is unknown or a value has another type
   *     than its default
   */
  public static Settings load(Path file, List<String> assignments) {
    Config defaults = bundled();
    Config config = defaults;
    if (file != null) {
      config = overlay(config, defaults, parse(file), file.toString());
    }
    for (String assignment : assignments) {
      config = overlay(config, defaults, parse(assignment), "--set " + assignment);
    }
    return new Settings(config);
  }

  /** The settings below a key, such as {@code ingest}; every known key is present. */
  public Config section(String key) {
    return config.getConfig(key);
  }

  /**
   * A value built from a section, its complaints turned into one line that names the section.
   *
   * @throws UsageException if the builder rejects a value
   */
  <T> T read(String key, Function<Config, T> builder) {
    try {
      return builder.apply(section(key));
    } catch (ConfigException | IllegalArgumentException e) {
      throw new UsageException("setting " + key + ": " + firstLine(e), e);
    }
  }

  private static Config bundled() {
    try (InputStream stream = Settings.class.getResourceAsStream(DEFAULTS)) {
      if (stream == null) {
        throw new IllegalStateException("the jar holds no " + DEFAULTS);
      }
      try (Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
        return ConfigFactory.parseReader(reader, syntax("conf/lode.conf")).resolve();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Config parse(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UsageException("settings file " + file + " does not exist");
    }
    try (Reader reader = Files.newBufferedReader(file)) {
      return ConfigFactory.parseReader(reader, syntax(file.toString())).resolve();
    } catch (IOException | ConfigException e) {
      throw new UsageException("settings file " + file + ": " + firstLine(e), e);
    }
  }

  private static Config parse(String assignment) {
    if (assignment.indexOf('=') <= 0) {
      throw new UsageException("--set takes key=value, found '" + assignment + "'");
    }
    String key = assignment.substring(0, assignment.indexOf('=')).strip();
    String whole =
        SHORT.containsKey(key)
            ? SHORT.get(key) + assignment.substring(assignment.indexOf('='))
            : assignment;
    try {
      return ConfigFactory.parseReader(new StringReader(whole), syntax("--set")).resolve();
    } catch (ConfigException e) {
      throw new UsageException("--set " + assignment + ": " + firstLine(e), e);
    }
  }

  private static Config overlay(Config config, Config defaults, Config changes, String where) {
    Set<String> known = new TreeSet<>();
    defaults.entrySet().forEach(entry -> known.add(entry.getKey()));
    for (Map.Entry<String, ConfigValue> change : new TreeMap<>(flat(changes)).entrySet()) {
      String key = change.getKey();
      if (!known.contains(key)) {
        throw KnownKeys.unknown(where, key, change.getValue().origin().lineNumber(), known);
      }
      requireType(where, key, change.getValue(), defaults.getValue(key));
    }
    return changes.withFallback(config);
  }

  private static Map<String, ConfigValue> flat(Config config) {
    Map<String, ConfigValue> flat = new TreeMap<>();
    config.entrySet().forEach(entry -> flat.put(entry.getKey(), entry.getValue()));
    return flat;
  }

  private static void requireType(
      String where, String key, ConfigValue found, ConfigValue expected) {
    boolean fits =
        switch (expected.valueType()) {
          case NUMBER -> isNumber(found);
          case BOOLEAN -> isBoolean(found);
          case LIST -> found.valueType() == ConfigValueType.LIST;
          default ->
              found.valueType() != ConfigValueType.LIST
                  && found.valueType() != ConfigValueType.OBJECT;
        };
    if (!fits) {
      throw new UsageException(
          where
              + ": "
              + key
              + " must be a "
              + expected.valueType().name().toLowerCase(Locale.ROOT)
              + " such as "
              + expected.unwrapped()
              + ", found "
              + found.render());
    }
  }

  private static boolean isNumber(ConfigValue value) {
    if (value.valueType() == ConfigValueType.STRING) {
      try {
        return Double.isFinite(Double.parseDouble((String) value.unwrapped()));
      } catch (NumberFormatException e) {
        return false;
      }
    }
    return value.valueType() == ConfigValueType.NUMBER;
  }

  private static boolean isBoolean(ConfigValue value) {
    return value.valueType() == ConfigValueType.BOOLEAN
        || "true".equals(value.unwrapped())
        || "false".equals(value.unwrapped());
  }

  private static ConfigParseOptions syntax(String origin) {
    return ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF).setOriginDescription(origin);
  }

  public static String firstLine(Throwable thrown) {
    String message = String.valueOf(thrown.getMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
