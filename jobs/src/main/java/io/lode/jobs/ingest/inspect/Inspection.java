package io.lode.jobs.ingest.inspect;

import java.util.List;

/**
 * What lies below a folder.
 *
 * @param logs logs by how they are read, those with the most files first
 * @param leftOut what else was found, with the reason why it is not read
 */
public record Inspection(List<Inspected> logs, List<String> leftOut) {

  /** Whether all logs can be read without a person. */
  public boolean isSure() {
    return !logs.isEmpty() && logs.stream().allMatch(Inspected::isSure);
  }
}
