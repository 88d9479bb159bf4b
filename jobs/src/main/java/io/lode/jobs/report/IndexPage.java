package io.lode.jobs.report;

import java.util.List;

/**
 * All that the index holds.
 *
 * @param store whose groups these are
 * @param written when, as an instant
 * @param code version of LODE
 * @param groups sorted
 */
public record IndexPage(String store, String written, String code, List<GroupEntry> groups) {

  String time() {
    return Figures.time(written);
  }

  int count() {
    return groups.size();
  }

  long revised() {
    return groups.stream()
        .flatMap(group -> group.schedules().stream())
        .filter(GroupEntry.Published::revised)
        .count();
  }

  long schedules() {
    return groups.stream().mapToLong(group -> group.schedules().size()).sum();
  }
}
