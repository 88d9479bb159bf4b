package io.lode.jobs.ingest.format;

import java.io.Serializable;
import java.util.Map;

/**
 * A log file that was found.
 *
 * @param uri where it is
 * @param relativePath the same below the input
 * @param length bytes when it was found
 * @param order its place among the files of the delivery
 * @param captures what its path says, by name
 */
public record LogFile(
    String uri, String relativePath, long length, int order, Map<String, String> captures)
    implements Serializable {

  LogFile at(int place) {
    return new LogFile(uri, relativePath, length, place, captures);
  }
}
