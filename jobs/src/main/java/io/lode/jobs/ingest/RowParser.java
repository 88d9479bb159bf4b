package io.lode.jobs.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lode.jobs.conf.SourceDefinition;
import io.lode.jobs.store.ObservationTable;
import io.lode.trajectory.Direction;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/** Turns the raw rows of one file into rows that are either observations or say why not. */
final class RowParser {

  /**
   * An observation's columns, all nullable, then where the row was, and why it was rejected (null
   * for an observation).
   */
  static final StructType SCHEMA = schema();

  private static final ObjectMapper JSON = new ObjectMapper();

  private final SourceDefinition source;
  private final LogFile file;
  private final Map<String, String> hyperparameters;
  private final RowDefect fileDefect;
  private final Set<String> mapped;

  /** What holds for a run, by what its rows say of themselves. */
  private final Map<Map<String, String>, RunContext> contexts = new HashMap<>();

  RowParser(SourceDefinition source, LogFile file, Set<String> columns, Configuration configuration)
      throws IOException {
    this.source = source;
    this.file = file;
    this.mapped = new HashSet<>(source.columns().values());
    Map<String, String> read = Map.of();
    RowDefect defect = null;
    try {
      read = hyperparameters(configuration);
      requireColumns(columns);
    } catch (RowDefect e) {
      defect = e;
    }
    hyperparameters = read;
    fileDefect = defect;
  }

  private static StructType schema() {
    StructType schema = new StructType();
    for (StructField field : ObservationTable.SCHEMA.fields()) {
      schema = schema.add(field.name(), field.dataType(), true);
    }
    return schema
        .add("file", DataTypes.StringType)
        .add("row", DataTypes.LongType)
        .add("raw", DataTypes.StringType)
        .add("reason", DataTypes.StringType)
        .add("detail", DataTypes.StringType);
  }

  /** The row of a raw row. */
  Row parse(RawRow raw) {
    RunContext context = null;
    try {
      if (raw.defect() != null) {
        throw raw.defect();
      }
      if (fileDefect != null) {
        throw fileDefect;
      }
      context = context(raw.values());
      return observation(raw, context);
    } catch (RowDefect e) {
      return rejected(raw, context, e);
    }
  }

  private Row observation(RawRow raw, RunContext context) throws RowDefect {
    Map<String, String> values = raw.values();
    double step = step(values);
    double rate =
        context.derivedRate() == null
            ? loggedRate(values)
            : context.derivedRate().learningRate(step);
    Object[] row = new Object[SCHEMA.size()];
    identify(row, context);
    put(row, "hyperparameters", CollectionConverters.asScala(context.hyperparameters()));
    put(row, "step", step);
    put(row, "learning_rate", rate);
    for (String field : SourceDefinition.MEASURED) {
      if (!field.equals("step") && !field.equals("learning_rate")) {
        put(row, field, measured(field, values));
      }
    }
    put(row, "metrics", CollectionConverters.asScala(metrics(values)));
    put(row, "planned_steps", context.plannedSteps());
    put(row, "running", context.running());
    put(row, "objective_metric", source.objective().metric());
    put(row, "objective_direction", source.objective().direction().label());
    put(
        row,
        "objective_ceiling",
        source.objective().direction() == Direction.MINIMIZE
            ? null
            : (Double) source.objective().ceiling());
    locate(row, raw);
    return RowFactory.create(row);
  }

  private Row rejected(RawRow raw, RunContext context, RowDefect defect) {
    Object[] row = new Object[SCHEMA.size()];
    if (context != null) {
      identify(row, context);
    } else {
      put(row, "group_path", "");
    }
    locate(row, raw);
    put(row, "reason", defect.reason());
    put(row, "detail", defect.detail());
    return RowFactory.create(row);
  }

  private static void identify(Object[] row, RunContext context) {
    put(row, "group_path", context.group().path());
    put(row, "sweep", context.sweep());
    put(row, "run", context.run());
    put(row, "model", context.group().model());
    put(row, "dataset", context.group().dataset());
    put(row, "optimizer", context.group().optimizer());
    put(row, "seed", context.seed());
  }

  private void locate(Object[] row, RawRow raw) {
    put(row, "file", file.uri());
    put(row, "row", raw.number());
    put(row, "raw", raw.raw());
  }

  private static void put(Object[] row, String column, Object value) {
    row[SCHEMA.fieldIndex(column)] = value;
  }

  private RunContext context(Map<String, String> values) throws RowDefect {
    Map<String, String> own = new TreeMap<>();
    for (String field : SourceDefinition.IDENTITY) {
      String value = source.column(field).map(values::get).orElse(null);
      if (value != null) {
        own.put(field, value);
      }
    }
    RunContext known = contexts.get(own);
    if (known == null) {
      known = RunContext.resolve(source, file.captures(), hyperparameters, own);
      contexts.put(own, known);
    }
    return known;
  }

  private double step(Map<String, String> values) throws RowDefect {
    Double step = measured("step", values);
    if (step == null) {
      throw new RowDefect("step is missing", "expected a number in column " + column("step"));
    }
    if (!Double.isFinite(step)) {
      throw new RowDefect("step is not finite", found("step", values, "a number"));
    }
    if (step < 0) {
      throw new RowDefect("step is negative", found("step", values, "at least 0"));
    }
    // Adding 0 turns -0.0 into 0.0, which would else be a step of its own.
    return step + 0.0;
  }

  private double loggedRate(Map<String, String> values) throws RowDefect {
    Double rate = measured("learning_rate", values);
    if (rate == null) {
      throw new RowDefect(
          "learning_rate is missing", "expected a number in column " + column("learning_rate"));
    }
    if (!Double.isFinite(rate)) {
      throw new RowDefect(
          "learning_rate is not finite", found("learning_rate", values, "a positive number"));
    }
    if (rate <= 0) {
      throw new RowDefect(
          rate == 0 ? "learning_rate is zero" : "learning_rate is negative",
          found("learning_rate", values, "a positive number"));
    }
    return rate;
  }

  /** A named number; null where it was not logged. */
  private Double measured(String field, Map<String, String> values) throws RowDefect {
    String text = source.column(field).map(values::get).orElse(null);
    if (text == null) {
      return null;
    }
    Double number = Numbers.parse(text);
    if (number == null) {
      throw new RowDefect(field + " is not a number", found(field, values, "a number"));
    }
    return number;
  }

  /** The numbers that have no name of ours. */
  private Map<String, Double> metrics(Map<String, String> values) {
    Map<String, Double> metrics = new TreeMap<>();
    values.forEach(
        (column, text) -> {
          Double number = mapped.contains(column) ? null : Numbers.parse(text);
          if (number != null) {
            metrics.put(column, number);
          }
        });
    return metrics;
  }

  private String found(String field, Map<String, String> values, String expected) {
    String column = column(field);
    return "column " + column + ": found '" + values.get(column) + "', expected " + expected;
  }

  private String column(String field) {
    return source.columns().get(field);
  }

  /** Checks that a file has the columns that no row can do without. */
  private void requireColumns(Set<String> columns) throws RowDefect {
    if (columns == null || columns.isEmpty()) {
      return;
    }
    String metric = source.objective().metric();
    for (String needed :
        new String[] {
          column("step"), column("learning_rate"), source.column(metric).orElse(metric)
        }) {
      if (needed != null && !columns.contains(needed)) {
        throw new RowDefect("no column " + needed, "found columns " + String.join(", ", columns));
      }
    }
  }

  private Map<String, String> hyperparameters(Configuration configuration)
      throws IOException, RowDefect {
    if (source.hyperparametersFile() == null) {
      return Map.of();
    }
    Path path = LogFiles.beside(file, source.hyperparametersFile());
    Map<String, String> values = new LinkedHashMap<>();
    try (InputStream in = path.getFileSystem(configuration).open(path)) {
      if (!(JSON.readTree(in) instanceof ObjectNode object)) {
        throw new RowDefect("hyperparameters unreadable", path + ": expected a JSON object");
      }
      JsonLinesReader.flatten("", object, values);
    } catch (FileNotFoundException e) {
      return Map.of();
    } catch (JsonProcessingException e) {
      throw new RowDefect("hyperparameters unreadable", path + ": " + e.getOriginalMessage());
    }
    return new TreeMap<>(values);
  }
}
