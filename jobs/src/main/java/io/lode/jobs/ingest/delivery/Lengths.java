package io.lode.jobs.ingest.delivery;

import io.lode.jobs.ingest.rows.RunKey;
import io.lode.trajectory.SweepLengths;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Tells of groups in which runs of different lengths come together, and what to do where some are
 * so short that they are pilots.
 */
final class Lengths {

  private final Map<String, TreeMap<Double, TreeSet<String>>> runsByLength = new HashMap<>();

  /** Adds a run and the steps that it shows its group to take; 0 where it shows none. */
  void add(RunKey run, double steps) {
    if (steps > 0) {
      runsByLength
          .computeIfAbsent(run.group(), group -> new TreeMap<>())
          .computeIfAbsent(steps, of -> new TreeSet<>())
          .add(run.run());
    }
  }

  /**
   * What there is to tell, a line a group.
   *
   * @param apart how many times as long the longest run must be
   */
  List<String> lines(double apart) {
    List<String> lines = new ArrayList<>();
    new TreeMap<>(runsByLength)
        .forEach(
            (group, lengths) -> {
              double longest = lengths.lastKey();
              var shorter = lengths.headMap(longest / apart, false);
              if (!shorter.isEmpty()) {
                int count = shorter.values().stream().mapToInt(Set::size).sum();
                lines.add(
                    String.format(
                        Locale.ROOT,
                        "group %s: %d runs of at most %s steps, such as %s, are in one group with"
                            + " runs of up to %s; leave them out by least-steps in the source or by"
                            + " lode remove, or name the group of each apart",
                        group,
                        count,
                        shown(shorter.lastKey()),
                        shorter.firstEntry().getValue().first(),
                        shown(longest)));
              } else {
                SweepLengths found =
                    SweepLengths.of(
                        lengths.entrySet().stream()
                            .flatMapToDouble(
                                one -> one.getValue().stream().mapToDouble(run -> one.getKey()))
                            .toArray());
                if (found.several()) {
                  lines.add("group " + group + " has runs of several lengths: " + found.words());
                }
              }
            });
    return lines;
  }

  private static String shown(double steps) {
    return steps == Math.rint(steps) && steps < 1e15
        ? String.valueOf((long) steps)
        : String.valueOf(steps);
  }
}
