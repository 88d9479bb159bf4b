package io.lode.jobs.ingest.text;

import io.lode.jobs.conf.Listing;
import io.lode.jobs.conf.source.FileForm;
import io.lode.jobs.conf.source.Layout;
import io.lode.jobs.conf.source.SourceDefinition;
import io.lode.jobs.ingest.format.Bounds;
import io.lode.jobs.ingest.format.LogReader;
import io.lode.jobs.ingest.format.LogStreams;
import io.lode.jobs.ingest.format.ReadableFormat;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The format of this room. */
enum TextFormat implements ReadableFormat {
  /** Lines of text, values by regular expressions. */
  TEXT {
    @Override
    public LogReader open(SourceDefinition source, Path file, Configuration configuration)
        throws IOException {
      return new TextReader(
          LogStreams.open(file, configuration), source.layout().form(), Bounds.of(configuration));
    }

    @Override
    public Set<String> keys() {
      return Set.of("patterns", "carry", "decimal", "thousands");
    }

    @Override
    public void check(Layout layout) {
      FileForm form = layout.form();
      if (form.patterns().isEmpty()) {
        throw new IllegalArgumentException(
            "patterns is missing, which format text needs: regular expressions with named groups,"
                + " such as [\"iter (?<step>\\\\d+): loss (?<loss>\\\\S+)\"]");
      }
      Set<String> names = new TreeSet<>();
      form.patterns().forEach(pattern -> names.addAll(LinePattern.of(pattern).names()));
      for (String name : form.carried()) {
        if (!names.contains(name)) {
          throw new IllegalArgumentException(
              "carry: no pattern has a group '" + name + "'; found " + Listing.of(names));
        }
      }
    }
  };

  @Override
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
