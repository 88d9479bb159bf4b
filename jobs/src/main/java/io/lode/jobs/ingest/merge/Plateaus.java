package io.lode.jobs.ingest.merge;

import io.lode.jobs.conf.settings.IngestChecks;
import io.lode.jobs.ingest.rows.RunKey;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.Objective;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which runs of a group sit on a plateau: their objective hardly falls after the first quarter of
 * what they logged, and stays above where another run was by then, which fell much further in the
 * same steps. Alone, a run is never judged so.
 *
 * @param objective what the group is judged by
 * @param checks how much is hardly
 */
public record Plateaus(Objective objective, IngestChecks checks) {

  /** What comes before this part of a run says nothing of a plateau: every run falls first. */
  private static final double FIRST_PART = 0.25;

  /** Fewest values that a run is judged by. Count. */
  private static final int FEWEST = 3;

  /** The part of a run's steps that another must have taken to be compared. */
  private static final double COMPARED_PART = 0.5;

  /** The runs on a plateau, and why, by their keys; the curves are of several groups. */
  public Map<RunKey, String> find(Iterable<RunCurve> curves) {
    Map<String, List<RunCurve>> groups = new HashMap<>();
    for (RunCurve curve : curves) {
      if (curve.length() >= FEWEST) {
        groups.computeIfAbsent(curve.key().group(), group -> new ArrayList<>()).add(curve);
      }
    }
    Map<RunKey, String> found = new HashMap<>();
    groups
        .values()
        .forEach(
            runs -> {
              for (RunCurve run : runs) {
                String why = run.ended() ? why(run, runs) : null;
                if (why != null) {
                  found.put(run.key(), why);
                }
              }
            });
    return found;
  }

  /** Whether a run may be said to be on a plateau: it ended, and its values are finite. */
  public static boolean mayBe(Run run) {
    return run.status() == RunStatus.COMPLETED || run.status() == RunStatus.STOPPED;
  }

  /** A run as one that sits on a plateau. */
  public static Run marked(Run run) {
    return run.with(RunStatus.PLATEAU);
  }

  private String why(RunCurve run, List<RunCurve> runs) {
    double end = run.lastStep();
    double early = run.bestUntil(FIRST_PART * end);
    double late = run.bestBetween(FIRST_PART * end, end);
    double fall = early - late;
    RunCurve best = null;
    double furthest = Math.max(checks.plateauFall(), 0);
    for (RunCurve other : runs) {
      if (other.key().equals(run.key()) || other.lastStep() < COMPARED_PART * end) {
        continue;
      }
      double start = other.bestUntil(FIRST_PART * end);
      double fallen = start - other.bestBetween(FIRST_PART * end, end);
      if (fallen >= furthest && fall < checks.plateauPart() * fallen && late > start) {
        furthest = fallen;
        best = other;
      }
    }
    return best == null ? null : words(run, best, early, late);
  }

  private String words(RunCurve run, RunCurve other, double early, double late) {
    MetricTransform transform = objective.transform();
    double end = run.lastStep();
    return String.format(
        Locale.ROOT,
        "%s was %.5g in the first quarter of %.0f steps and at best %.5g after it; run %s went from"
            + " %.5g to %.5g in the same steps",
        objective.metric(),
        transform.invert(early),
        end,
        transform.invert(late),
        other.key().run(),
        transform.invert(other.bestUntil(FIRST_PART * end)),
        transform.invert(other.bestBetween(FIRST_PART * end, end)));
  }
}
