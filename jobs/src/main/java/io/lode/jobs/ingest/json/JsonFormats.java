package io.lode.jobs.ingest.json;

import io.lode.jobs.conf.source.LogFormat;
import io.lode.jobs.conf.source.LogFormats;
import java.util.List;

/** Names the format of this room. */
public final class JsonFormats implements LogFormats {

  @Override
  public List<LogFormat> formats() {
    return List.of(JsonFormat.values());
  }
}
