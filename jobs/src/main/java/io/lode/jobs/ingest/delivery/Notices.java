package io.lode.jobs.ingest.delivery;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a delivery has to tell of its runs, each thing once, with how many runs and a few names. */
final class Notices implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Runs that are named; of more it is told how many. */
  private static final int NAMED = 3;

  /** What there is to tell of a run. */
  enum Kind {
    RESTARTED(
        "were started again from an earlier step, and what they had logged from there on is void"),
    WITHOUT_OBJECTIVE(
        "have no value of their objective yet; where an empty cell means NaN, say empty-is-nan"
            + " in the source"),
    TOTAL_UNKNOWN("were planned for no known number of steps, so their last step stands for it"),
    AXES_APART(
        "have a metric that ends far before the others; where it was logged on another axis, such"
            + " as epochs, say steps in the source"),
    LEFT_OUT("are left out, as the source says"),
    PLATEAU("sit on a plateau"),
    REMOVED("were removed by lode remove, and stay so");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  private static final class Tally implements Serializable {
    private static final long serialVersionUID = 1L;
    private long runs;
    private final List<String> examples = new ArrayList<>();
  }

  private final Map<Kind, Tally> tallies = new TreeMap<>();

  /**
   * Tells something of a run.
   *
   * @param run its name
   * @param detail more of it, or empty
   */
  void add(Kind kind, String run, String detail) {
    Tally tally = tallies.computeIfAbsent(kind, of -> new Tally());
    tally.runs++;
    if (tally.examples.size() < NAMED) {
      tally.examples.add(detail.isEmpty() ? run : run + " (" + detail + ")");
    }
  }

  /** Adds what others tell. */
  void addAll(Notices others) {
    others.tallies.forEach(
        (kind, other) -> {
          Tally tally = tallies.computeIfAbsent(kind, of -> new Tally());
          tally.runs += other.runs;
          other.examples.stream()
              .limit(Math.max(0, NAMED - tally.examples.size()))
              .forEach(tally.examples::add);
        });
  }

  /** How many runs something is told of. */
  long count(Kind kind) {
    return tallies.containsKey(kind) ? tallies.get(kind).runs : 0;
  }

  /** What there is to tell, a line each. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    tallies.forEach(
        (kind, tally) -> {
          long more = tally.runs - tally.examples.size();
          lines.add(
              tally.runs
                  + " runs "
                  + kind.words
                  + ": "
                  + String.join("; ", tally.examples)
                  + (more > 0 ? " and " + more + " more" : ""));
        });
    return lines;
  }
}
