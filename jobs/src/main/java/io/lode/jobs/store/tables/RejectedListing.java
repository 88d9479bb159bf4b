package io.lode.jobs.store.tables;

import io.lode.jobs.GroupFilter;
import io.lode.trajectory.GroupKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Rows that were not used, listed in this process, without Spark.
 *
 * @param byReason how many, by reason
 * @param first of them, by file and row
 */
public record RejectedListing(SortedMap<String, Long> byReason, List<Listed> first) {

  /** A row: why it was not used, where it was, and its text. */
  public record Listed(String reason, String detail, String file, long row, String raw)
      implements Comparable<Listed> {

    private static final Comparator<Listed> ORDER =
        Comparator.comparing(Listed::file)
            .thenComparing(Listed::row)
            .thenComparing(Listed::reason)
            .thenComparing(Listed::raw);

    @Override
    public int compareTo(Listed other) {
      return ORDER.compare(this, other);
    }
  }

  private static final List<String> COLUMNS =
      List.of(StoreTable.GROUP_PATH, "reason", "detail", "file", "row", "raw");

  /** The rows at the current snapshot; none before the first. */
  static RejectedListing of(StoreTable table, GroupFilter filter, int limit) {
    SortedMap<String, Long> byReason = new TreeMap<>();
    Map<String, Boolean> admitted = new HashMap<>();
    PriorityQueue<Listed> smallest = new PriorityQueue<>(Comparator.reverseOrder());
    ListedRows.current(table)
        .ifPresent(
            rows ->
                rows.each(
                    COLUMNS,
                    row -> {
                      String path = ListedRows.text(row, StoreTable.GROUP_PATH);
                      if (!admitted.computeIfAbsent(path, of -> admits(filter, of))) {
                        return;
                      }
                      String reason = ListedRows.text(row, "reason");
                      byReason.merge(reason, 1L, Long::sum);
                      smallest.add(
                          new Listed(
                              reason,
                              ListedRows.text(row, "detail"),
                              ListedRows.text(row, "file"),
                              (Long) row.getField("row"),
                              ListedRows.text(row, "raw")));
                      if (smallest.size() > limit) {
                        smallest.remove();
                      }
                    }));
    List<Listed> first = new ArrayList<>(smallest);
    first.sort(null);
    return new RejectedListing(byReason, first);
  }

  private static boolean admits(GroupFilter filter, String path) {
    return filter.model() == null || GroupKey.parsePath(path).filter(filter).isPresent();
  }
}
