package io.lode.lab.fault;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.lode.lab.fault.FaultsBench.Fault;
import io.lode.lab.fault.FaultsBench.Row;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * All runs of one fault.
 *
 * @param fault the kind
 * @param runs how many
 * @param hit where the fault found something to hit
 * @param statuses of the runs that were hit: how many by exit status
 * @param statusesAgain of the runs after them
 * @param same whose store is as that of an undisturbed run
 * @param reads of the polling readers
 * @param failedReads those that threw
 */
public record FaultSummary(
    Fault fault,
    long runs,
    long hit,
    Map<Integer, Long> statuses,
    Map<Integer, Long> statusesAgain,
    long same,
    long reads,
    long failedReads) {

  /** One summary a kind of fault. */
  public static List<FaultSummary> of(List<Row> rows) {
    return rows.stream()
        .map(Row::fault)
        .distinct()
        .sorted()
        .map(fault -> of(fault, rows.stream().filter(row -> row.fault() == fault).toList()))
        .toList();
  }

  private static FaultSummary of(Fault fault, List<Row> rows) {
    List<Row> hit = rows.stream().filter(Row::hit).toList();
    return new FaultSummary(
        fault,
        rows.size(),
        hit.size(),
        hit.stream().collect(groupingBy(Row::status, TreeMap::new, counting())),
        rows.stream().collect(groupingBy(Row::statusAgain, TreeMap::new, counting())),
        rows.stream().filter(Row::same).count(),
        rows.stream().mapToLong(Row::reads).sum(),
        rows.stream().mapToLong(Row::failedReads).sum());
  }

  /** A line for people. */
  public String line() {
    return String.format(
        Locale.ROOT,
        "%s: %d runs, %d hit; exit statuses of those %s, of the next runs %s; %d stores the same; %d"
            + " reads, %d failed",
        fault.name().toLowerCase(Locale.ROOT),
        runs,
        hit,
        statuses,
        statusesAgain,
        same,
        reads,
        failedReads);
  }
}
