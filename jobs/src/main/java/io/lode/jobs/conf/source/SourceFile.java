package io.lode.jobs.conf.source;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigSyntax;
import io.lode.jobs.UsageException;
import io.lode.jobs.conf.KnownKeys;
import io.lode.jobs.conf.TextTemplate;
import io.lode.jobs.conf.settings.Settings;
import io.lode.trajectory.Direction;
import io.lode.trajectory.Objective;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads a source file and refuses what it does not understand. */
public final class SourceFile {

  /** The keys that say how rows are laid out and what runs are. */
  private static final List<String> LAYOUT_KEYS =
      List.of(
          "format",
          "path",
          "constants",
          "columns",
          "objective",
          "hyperparameters",
          "learning-rate",
          "total-steps",
          "status",
          "long",
          "records",
          "arrays",
          "patterns",
          "carry",
          "decimal",
          "thousands",
          "steps-from",
          "missing",
          "hyperparameter-columns");

  private final String name;
  private final Config source;
  private final SourceSection section;

  private SourceFile(String name, Config source) {
    this.name = name;
    this.source = source;
    section = new SourceSection(name, source);
  }

  /**
   * Reads a source file, or one of those that come with LODE by its bare name, such as {@code csv}.
   *
   * @throws UsageException if there is no such file, it is not HOCON, or it holds an unknown key or
   *     a wrong value
   */
  public static SourceDefinition read(String fileOrName) {
    Path file = Path.of(fileOrName);
    if (Files.isRegularFile(file)) {
      try {
        return parse(fileOrName, Files.readString(file));
      } catch (IOException e) {
        throw new UsageException("source file " + fileOrName + " cannot be read: " + e, e);
      }
    }
    if (fileOrName.matches("[A-Za-z0-9_-]+")) {
      String bundled = "/conf/sources/" + fileOrName + ".conf";
      try (InputStream stream = SourceFile.class.getResourceAsStream(bundled)) {
        if (stream != null) {
          return parse(fileOrName, new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    throw new UsageException("source file " + fileOrName + " does not exist");
  }

  /**
   * Reads a source definition from text.
   *
   * @param name what to call it in messages
   * @throws UsageException as {@link #read} does
   */
  public static SourceDefinition parse(String name, String text) {
    try {
      Config whole =
          ConfigFactory.parseReader(
                  new StringReader(text),
                  ConfigParseOptions.defaults()
                      .setSyntax(ConfigSyntax.CONF)
                      .setOriginDescription(name))
              .resolve();
      KnownKeys.require(whole.root(), List.of("source"), "source file " + name);
      return new SourceFile(name, whole.getConfig("source")).definition();
    } catch (ConfigException | IllegalArgumentException e) {
      throw new UsageException("source file " + name + ": " + Settings.firstLine(e), e);
    }
  }

  private SourceDefinition definition() {
    List<String> known = new ArrayList<>(LAYOUT_KEYS);
    known.addAll(RunRules.KEYS);
    KnownKeys.require(source.root(), known, where("source"));
    LogFormat format = LogFormats.labelled(source.getString("format"));
    SourceLayout.requireReadKeys(section, format);
    Map<String, String> columns = columns(format);
    PathTemplate path = PathTemplate.of(source.getString("path"));
    Map<String, Choice<TextTemplate>> constants = constants();
    Map<String, PathTemplate> runColumns = runColumns(columns);
    requireIdentity(path, constants, columns);
    if (!columns.containsKey("step") && !SourceLayout.countsSteps(section)) {
      throw new IllegalArgumentException(
          "columns must name the column of 'step'; where none was logged, steps-from = order counts"
              + " the rows of a run");
    }
    SourceRates rates = SourceRates.of(section);
    if (rates.derived() == null && !columns.containsKey("learning_rate")) {
      throw new IllegalArgumentException(
          "the learning rate must come from columns.learning_rate or be derived by learning-rate"
              + " { derive = ... }, found neither");
    }
    return new SourceDefinition(
        name,
        format,
        path,
        constants,
        columns,
        objective(columns),
        SourceLayout.of(section, format, runColumns),
        source.hasPath("hyperparameters") ? source.getString("hyperparameters") : null,
        rates.derived(),
        rates.totalSteps(),
        running(),
        rules(columns, runColumns),
        source.root().render(ConfigRenderOptions.concise()));
  }

  private RunRules rules(Map<String, String> columns, Map<String, PathTemplate> runColumns) {
    List<String> named = new ArrayList<>(columns.values());
    named.add(source.getString("objective.metric"));
    // A colon in the name of a run's column, as in "{run}: loss", names no folder.
    named.removeAll(runColumns.keySet());
    return RunRules.of(section, named);
  }

  private Choice<Boolean> running() {
    return source.hasPath("status")
        ? section.choice("status", source.getValue("status"), SourceFile::running)
        : Choice.always(false);
  }

  private static boolean running(String status) {
    return switch (status) {
      case "running" -> true;
      case "finished" -> false;
      default ->
          throw new IllegalArgumentException(
              "status must be running or finished, found '" + status + "'");
    };
  }

  private Map<String, String> columns(LogFormat format) {
    List<String> known = new ArrayList<>(SourceDefinition.IDENTITY);
    known.addAll(SourceDefinition.MEASURED);
    known.add(SourceDefinition.STATUS);
    ConfigObject object = source.getObject("columns");
    KnownKeys.require(object, known, where("columns"));
    Map<String, String> columns = new TreeMap<>(format.columns());
    object.forEach((field, column) -> columns.put(field, String.valueOf(column.unwrapped())));
    return columns;
  }

  /** Columns of several runs, whose names say whose they are. */
  private Map<String, PathTemplate> runColumns(Map<String, String> columns) {
    List<String> named = new ArrayList<>(columns.values());
    named.add(source.getString("objective.metric"));
    Map<String, PathTemplate> found = FileForm.runColumns(named);
    for (PathTemplate template : found.values()) {
      template.names().forEach(name -> columns.put(name, name));
    }
    return found;
  }

  private Map<String, Choice<TextTemplate>> constants() {
    Map<String, Choice<TextTemplate>> constants = new TreeMap<>();
    if (source.hasPath("constants")) {
      ConfigObject object = source.getObject("constants");
      KnownKeys.require(object, SourceDefinition.IDENTITY, where("constants"));
      object.forEach(
          (field, value) ->
              constants.put(field, section.choice("constants." + field, value, TextTemplate::new)));
    }
    return constants;
  }

  private void requireIdentity(
      PathTemplate path, Map<String, Choice<TextTemplate>> constants, Map<String, String> columns) {
    for (String field : List.of("run", "model", "dataset")) {
      if (!path.names().contains(field)
          && !constants.containsKey(field)
          && !columns.containsKey(field)) {
        throw new IllegalArgumentException(
            "nothing says what '"
                + field
                + "' is; expected {"
                + field
                + "} in path, or an entry in constants or columns");
      }
    }
  }

  private Objective objective(Map<String, String> columns) {
    ConfigObject object = source.getObject("objective");
    KnownKeys.require(object, List.of("metric", "direction", "ceiling"), where("objective"));
    Config objective = object.toConfig();
    String metric = objective.getString("metric");
    if (SourceDefinition.MEASURED.contains(metric) && !columns.containsKey(metric)) {
      throw new IllegalArgumentException(
          "objective.metric is " + metric + ", but columns names no column for it");
    }
    Direction direction = Direction.of(objective.getString("direction"));
    if (direction == Direction.MINIMIZE) {
      return Objective.minimize(metric);
    }
    return Objective.maximize(
        metric, objective.hasPath("ceiling") ? objective.getDouble("ceiling") : 1);
  }

  private String where(String key) {
    return section.where(key);
  }
}
