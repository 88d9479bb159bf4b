package io.lode.trajectory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * For how many steps the runs of a group were planned.
 *
 * @param lengths each with its runs, the shortest first; those within a fiftieth are one
 */
public record SweepLengths(List<Length> lengths) {

  /** Lengths that differ by less, as a part, count as one: logs end a little early. */
  private static final double SAME_LENGTH = 0.02;

  /** Lengths that a text names. Count: more are not read. */
  private static final int NAMED = 6;

  /**
   * A length.
   *
   * @param steps of the longest of its runs
   * @param runs how many have it
   */
  public record Length(double steps, int runs) {}

  /** Copies the list. */
  public SweepLengths {
    lengths = List.copyOf(lengths);
  }

  /** The lengths of a sweep. */
  public static SweepLengths of(Sweep sweep) {
    return of(sweep.runs().stream().mapToDouble(Run::totalSteps).toArray());
  }

  /** The lengths of runs by their planned steps. */
  public static SweepLengths of(double[] totals) {
    double[] sorted = totals.clone();
    Arrays.sort(sorted);
    List<Length> found = new ArrayList<>();
    for (int last = sorted.length - 1; last >= 0; ) {
      int first = last;
      while (first > 0 && same(sorted[first - 1], sorted[last])) {
        first--;
      }
      found.add(0, new Length(sorted[last], last - first + 1));
      last = first - 1;
    }
    return new SweepLengths(found);
  }

  /** Whether two numbers of steps count as one length. */
  public static boolean same(double steps, double others) {
    return Math.abs(steps - others) <= SAME_LENGTH * Math.max(steps, others);
  }

  /** Whether there is more than one. */
  public boolean several() {
    return lengths.size() > 1;
  }

  /** Such as {@code 6 runs of 160 steps, 12 of 320 and 6 of 640}. */
  public String words() {
    List<String> named =
        lengths.stream()
            .limit(NAMED)
            .map(length -> String.format(Locale.ROOT, "%d of %.0f", length.runs(), length.steps()))
            .collect(Collectors.toCollection(ArrayList::new));
    if (lengths.isEmpty()) {
      return "no runs";
    }
    Length first = lengths.get(0);
    named.set(
        0,
        String.format(
            Locale.ROOT,
            "%d run%s of %.0f steps",
            first.runs(),
            first.runs() == 1 ? "" : "s",
            first.steps()));
    if (lengths.size() > NAMED) {
      int left = lengths.stream().skip(NAMED).mapToInt(Length::runs).sum();
      named.add(left + " of more");
    }
    return named.size() == 1
        ? named.get(0)
        : String.join(", ", named.subList(0, named.size() - 1))
            + " and "
            + named.get(named.size() - 1);
  }

  /**
   * The runs of one length; all of them where it is NaN.
   *
   * @throws IllegalArgumentException if no run has it
   */
  public static Sweep only(Sweep sweep, double steps) {
    if (Double.isNaN(steps)) {
      return sweep;
    }
    List<Run> runs = sweep.runs().stream().filter(run -> same(run.totalSteps(), steps)).toList();
    if (runs.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "group %s has no run of %.0f steps; it has %s",
              sweep.group(),
              steps,
              of(sweep).words()));
    }
    return new Sweep(sweep.group(), sweep.objective(), runs);
  }
}
