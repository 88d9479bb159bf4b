package io.lode.jobs.ingest.inspect;

import io.lode.jobs.conf.source.SourceDefinition;
import java.util.List;
import java.util.Map;

/**
 * Logs that are read alike, and the source file that was guessed for them.
 *
 * @param format the label of their format
 * @param files how many there are
 * @param example one of their paths
 * @param columns columns with numbers, or metrics where a row holds one
 * @param varying hyperparameters that differ from run to run
 * @param text the source file
 * @param source the same, read
 * @param questions what a person should look at
 * @param sampled log files that were read as ingest reads them
 * @param runs runs of these
 * @param groups groups of these, with the number of their runs
 * @param observations rows of these that would be stored
 * @param rejected rows of these that would not be stored, by reason
 * @param preview five rows as they would be stored
 */
public record Inspected(
    String format,
    int files,
    String example,
    List<String> columns,
    List<String> varying,
    String text,
    SourceDefinition source,
    List<Question> questions,
    int sampled,
    int runs,
    List<String> groups,
    long observations,
    Map<String, Long> rejected,
    List<String> preview) {

  /** Whether nothing of the guess needs a person. */
  public boolean isSure() {
    return questions.stream().noneMatch(Question::open);
  }
}
