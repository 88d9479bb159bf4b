package io.lode.jobs.ingest.format;

import io.lode.jobs.conf.source.LogFormat;
import io.lode.jobs.conf.source.LogFormats;
import java.util.List;

/** The formats of this room. */
public final class FileFormats implements LogFormats {

  @Override
  public List<LogFormat> formats() {
    return List.of(FileFormat.values());
  }
}
