package io.lode.jobs.conf.trial;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.lode.jobs.UsageException;
import io.lode.jobs.conf.KnownKeys;
import io.lode.jobs.conf.TextTemplate;
import io.lode.jobs.conf.settings.Settings;
import io.lode.jobs.conf.trial.TrialDefinition.Range;
import io.lode.jobs.conf.trial.TrialDefinition.Repeats;
import io.lode.jobs.conf.trial.TrialDefinition.Sample;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** Reads a trial file and refuses what it does not understand. */
public final class TrialFile {

  private static final List<String> KEYS =
      List.of(
          "command",
          "environment",
          "working-folder",
          "folder",
          "source",
          "seeds",
          "grids",
          "sample",
          "repeats",
          "schedules",
          "time-limit",
          "retries");

  private final Path file;
  private final Config trial;
  private final Config whole;

  private TrialFile(Path file, Config whole) {
    this.file = file;
    this.whole = whole;
    this.trial = whole.getConfig("trial");
  }

  /**
   * As {@link #read(Path)}, with the trials' folders below another folder.
   *
   * @param folder relative to the working folder of this process, or null for that of the file
   */
  public static TrialDefinition read(Path file, Path folder) {
    TrialDefinition definition = read(file);
    return folder == null ? definition : definition.in(folder.toAbsolutePath().normalize());
  }

  /**
   * Reads the sweep of a trial file.
   *
   * @throws UsageException if there is no such file, it is not HOCON, or it holds an unknown key or
   *     a wrong value
   */
  public static TrialDefinition read(Path file) {
    return open(file, TrialFile::definition);
  }

  /**
   * Reads another section of a trial file, such as the lab's {@code proof}.
   *
   * @param section its name
   * @param reading takes the whole file and how messages name the section
   * @throws UsageException as {@link #read} does, and if {@code reading} refuses a value with an
   *     IllegalArgumentException
   */
  public static <T> T readSection(
      Path file, String section, BiFunction<Config, String, T> reading) {
    return open(file, it -> reading.apply(it.whole, it.where(section)));
  }

  private interface Reading<T> {
    T of(TrialFile file);
  }

  private static <T> T open(Path file, Reading<T> reading) {
    if (!Files.isRegularFile(file)) {
      throw new UsageException("trial file " + file + " does not exist");
    }
    try {
      Config whole =
          ConfigFactory.parseReader(
                  new StringReader(Files.readString(file)),
                  ConfigParseOptions.defaults()
                      .setSyntax(ConfigSyntax.CONF)
                      .setOriginDescription(file.toString()))
              .resolve();
      KnownKeys.require(whole.root(), List.of("trial", "proof", "pilot"), "trial file " + file);
      return reading.of(new TrialFile(file, whole));
    } catch (IOException e) {
      throw new UsageException("trial file " + file + " cannot be read: " + e, e);
    } catch (ConfigException | IllegalArgumentException e) {
      throw new UsageException("trial file " + file + ": " + Settings.firstLine(e), e);
    }
  }

  private TrialDefinition definition() {
    KnownKeys.require(trial.root(), KEYS, where("trial"));
    List<TextTemplate> command =
        trial.getStringList("command").stream().map(TextTemplate::new).toList();
    if (command.isEmpty()) {
      throw new IllegalArgumentException("command must name a program, found an empty list");
    }
    Path parent = file.toAbsolutePath().normalize().getParent();
    List<Long> seeds = trial.hasPath("seeds") ? trial.getLongList("seeds") : List.of(1L);
    requireDistinct("seeds", seeds);
    int retries = trial.hasPath("retries") ? trial.getInt("retries") : 0;
    if (retries < 0) {
      throw new IllegalArgumentException("retries must be at least 0, found " + retries);
    }
    List<Map<String, List<String>>> grids = new ArrayList<>();
    if (trial.hasPath("grids")) {
      trial.getObjectList("grids").forEach(grid -> grids.add(grid(grid)));
    }
    List<Path> schedules =
        trial.hasPath("schedules")
            ? trial.getStringList("schedules").stream().map(parent::resolve).toList()
            : List.of();
    Sample sample =
        trial.hasPath("sample") ? sample(trial.getConfig("sample"), where("sample")) : null;
    if (grids.isEmpty() && schedules.isEmpty() && sample == null) {
      throw new IllegalArgumentException(
          "one of grids, sample and schedules must say what to try, found none");
    }
    return new TrialDefinition(
        file.toString(),
        command,
        environment(),
        parent.resolve(trial.hasPath("working-folder") ? trial.getString("working-folder") : "."),
        parent.resolve(trial.getString("folder")).normalize(),
        trial.hasPath("source") ? trial.getString("source") : "lode-runs",
        seeds,
        grids,
        sample,
        trial.hasPath("repeats") ? repeats(trial.getConfig("repeats"), seeds) : null,
        schedules,
        trial.getDuration("time-limit"),
        retries);
  }

  private Map<String, TextTemplate> environment() {
    Map<String, TextTemplate> environment = new TreeMap<>();
    if (trial.hasPath("environment")) {
      trial
          .getObject("environment")
          .forEach((key, value) -> environment.put(key, new TextTemplate(text(value))));
    }
    return environment;
  }

  /** Values by setting, in the order of their names; one value stands for a list of it. */
  public static Map<String, List<String>> grid(ConfigObject object) {
    Map<String, List<String>> grid = new TreeMap<>();
    object.forEach((setting, value) -> grid.put(requireSetting(setting), texts(setting, value)));
    return new LinkedHashMap<>(grid);
  }

  private Repeats repeats(Config config, List<Long> ofAll) {
    KnownKeys.require(config.root(), List.of("points", "seeds"), where("repeats"));
    int points = config.getInt("points");
    if (points < 1) {
      throw new IllegalArgumentException("repeats.points must be at least 1, found " + points);
    }
    List<Long> seeds = config.getLongList("seeds");
    requireDistinct("repeats.seeds", seeds);
    for (long seed : seeds) {
      if (ofAll.contains(seed)) {
        throw new IllegalArgumentException(
            "repeats.seeds must be others than those of every point, found " + seed);
      }
    }
    return new Repeats(points, seeds);
  }

  /**
   * Random points: {@code count} of them, and how each of their {@code settings} is drawn.
   *
   * @param where what the object is, for messages
   */
  public static Sample sample(Config config, String where) {
    KnownKeys.require(config.root(), List.of("count", "settings"), where);
    int count = config.getInt("count");
    if (count < 1) {
      throw new IllegalArgumentException("sample.count must be at least 1, found " + count);
    }
    Map<String, Range> settings = new TreeMap<>();
    config
        .getObject("settings")
        .forEach(
            (setting, value) ->
                settings.put(requireSetting(setting), range(setting, value, where)));
    return new Sample(count, new LinkedHashMap<>(settings));
  }

  private static Range range(String setting, ConfigValue value, String where) {
    if (value.valueType() != ConfigValueType.OBJECT) {
      return Range.of(texts(setting, value));
    }
    ConfigObject object = (ConfigObject) value;
    KnownKeys.require(object, List.of("from", "to", "scale"), where + ".settings." + setting);
    Config config = object.toConfig();
    double from = config.getDouble("from");
    double to = config.getDouble("to");
    String scale = config.hasPath("scale") ? config.getString("scale") : "linear";
    if (!scale.equals("linear") && !scale.equals("log")) {
      throw new IllegalArgumentException(
          "scale of " + setting + " must be linear or log, found '" + scale + "'");
    }
    boolean logarithmic = scale.equals("log");
    if (!(from < to) || (logarithmic && from <= 0)) {
      throw new IllegalArgumentException(
          setting
              + " must be drawn from below to above"
              + (logarithmic ? " and over 0" : "")
              + ", found "
              + from
              + " to "
              + to);
    }
    return new Range(List.of(), from, to, logarithmic);
  }

  static List<String> texts(String setting, ConfigValue value) {
    if (value.valueType() == ConfigValueType.OBJECT) {
      throw new IllegalArgumentException(
          setting + " must be a value or a list of values, found " + value.render());
    }
    List<String> texts =
        value.valueType() == ConfigValueType.LIST
            ? value.atKey("value").getStringList("value")
            : List.of(text(value));
    if (texts.isEmpty()) {
      throw new IllegalArgumentException(setting + " must have values, found an empty list");
    }
    requireDistinct(setting, texts);
    return texts;
  }

  /** A value as it is written in the file. */
  public static String text(ConfigValue value) {
    return value.atKey("value").getString("value");
  }

  private static String requireSetting(String setting) {
    if (TrialPlaceholders.RESERVED.contains(setting)) {
      throw new IllegalArgumentException(
          "'" + setting + "' is not a setting: every command may name it in braces");
    }
    return setting;
  }

  private static void requireDistinct(String what, List<?> values) {
    if (values.isEmpty() || values.stream().distinct().count() < values.size()) {
      throw new IllegalArgumentException(what + " must be different values, found " + values);
    }
  }

  private String where(String key) {
    return "trial file " + file + ", " + key;
  }
}
