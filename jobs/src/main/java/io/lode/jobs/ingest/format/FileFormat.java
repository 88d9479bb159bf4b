package io.lode.jobs.ingest.format;

import io.lode.jobs.conf.source.SourceDefinition;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Formats that programs of many kinds write. */
enum FileFormat implements ReadableFormat {
  /** Separated values with a header line. */
  CSV {
    @Override
    public LogReader open(SourceDefinition source, Path file, Configuration configuration)
        throws IOException {
      return new CsvReader(
          LogStreams.open(file, configuration),
          source.layout().form().numbers(),
          Bounds.of(configuration));
    }

    @Override
    public Set<String> keys() {
      return Set.of("decimal", "thousands");
    }
  },

  /** JSON objects, a line or a document each, or in a list. */
  JSON {
    @Override
    public LogReader open(SourceDefinition source, Path file, Configuration configuration)
        throws IOException {
      String arrays = source.layout().form().arrays();
      return arrays == null
          ? new JsonReader(
              LogStreams.open(file, configuration), source, Bounds.of(configuration))
          : new JsonArraysReader(
              LogStreams.open(file, configuration), arrays, Bounds.of(configuration));
    }

    @Override
    public Set<String> keys() {
      return Set.of("records", "arrays");
    }
  },

  /** Parquet. */
  PARQUET {
    @Override
    public LogReader open(SourceDefinition source, Path file, Configuration configuration)
        throws IOException {
      return ParquetLogReader.open(file, configuration);
    }

    @Override
    public boolean isDense() {
      return true;
    }
  };

  @Override
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
