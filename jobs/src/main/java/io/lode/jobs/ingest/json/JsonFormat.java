package io.lode.jobs.ingest.json;

import io.lode.jobs.conf.settings.ReadingBounds;
import io.lode.jobs.conf.source.SourceDefinition;
import io.lode.jobs.ingest.format.Bounds;
import io.lode.jobs.ingest.format.LogReader;
import io.lode.jobs.ingest.format.LogStreams;
import io.lode.jobs.ingest.format.ReadableFormat;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The format of this room. */
enum JsonFormat implements ReadableFormat {
  /** JSON objects, a line or a document each, or in a list; or an array a column. */
  JSON {
    @Override
    public LogReader open(SourceDefinition source, Path file, Configuration configuration)
        throws IOException {
      InputStream stream = LogStreams.open(file, configuration);
      ReadingBounds bounds = Bounds.of(configuration);
      String arrays = source.layout().form().arrays();
      return arrays == null
          ? new JsonReader(stream, source, bounds)
          : new JsonArraysReader(stream, arrays, bounds);
    }

    @Override
    public Set<String> keys() {
      return Set.of("records", "arrays");
    }
  };

  @Override
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
