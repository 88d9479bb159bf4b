package io.lode.jobs.group;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What was generated for one group.
 *
 * @param schedules by horizon
 * @param failures horizons that could not be searched, each with its reason
 */
public record GeneratedGroup(ArrayList<GeneratedSchedule> schedules, ArrayList<String> failures)
    implements Serializable {

  /** The same of any lists. */
  public GeneratedGroup(List<GeneratedSchedule> schedules, List<String> failures) {
    this(new ArrayList<>(schedules), new ArrayList<>(failures));
  }
}
