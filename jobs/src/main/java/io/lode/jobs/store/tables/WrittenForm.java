package io.lode.jobs.store.tables;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.TableProperties;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** How the files of a table are written. */
final class WrittenForm {

  private static final Set<String> KEYS = Set.of(StoreTable.GROUP_PATH, "run");

  private WrittenForm() {}

  /** The properties that a table of some columns is created with. */
  static Map<String, String> properties(StructType schema) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put(TableProperties.FORMAT_VERSION, "2");
    properties.put(TableProperties.PARQUET_COMPRESSION, "zstd");
    properties.put(TableProperties.PARQUET_COMPRESSION_LEVEL, "1");
    properties.put(TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true");
    properties.put(TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, "50");
    for (StructField field : schema.fields()) {
      String column = field.name();
      if (KEYS.contains(column)) {
        // Whole bounds let readers of a group leave the files of others alone.
        properties.put(TableProperties.METRICS_MODE_COLUMN_CONF_PREFIX + column, "full");
      } else if (field.dataType() instanceof StringType) {
        properties.put(TableProperties.PARQUET_COLUMN_STATS_ENABLED_PREFIX + column, "false");
      }
      // Measured numbers hardly repeat: a dictionary of them costs time and saves nothing.
      String numbers =
          field.dataType() instanceof ArrayType
              ? column + ".element"
              : column.equals("metrics") ? "metrics.value" : column;
      if (field.dataType() instanceof DoubleType || !numbers.equals(column)) {
        properties.put(
            TableProperties.PARQUET_DICT_ENCODING_ENABLED_COLUMN_PREFIX + numbers, "false");
      }
    }
    return properties;
  }
}
