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
