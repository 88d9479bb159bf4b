package io.lode.longrun.extend;

import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import java.util.Locale;

/**
 * A training that is to go on.
 *
 * @param sweep the runs of its group, itself among them
 * @param run what it did
 * @param from the step of the checkpoint that it goes on from; its rates up to there are over
 * @param steps where it will end
 */
public record Extension(Sweep sweep, Run run, double from, double steps) {

  /**
   * Checks what the caller has to know.
   *
   * @throws IllegalArgumentException if the run diverged, {@code from} is no step that it logged,
   *     or {@code steps} is not beyond both the run and {@code from}
   */
  public Extension {
    if (run.diverged()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "run %s has diverged after step %.0f; expected a run that can go on",
              run.run(),
              run.trajectory().lastStep()));
    }
    double first = run.trajectory().length() == 0 ? 0 : run.trajectory().step()[0];
    double last = run.trajectory().lastStep();
    if (!(from > 0) || from < first || from > last) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "run %s can go on from a step that it has logged, from %.0f to %.0f, found %.0f",
              run.run(),
              Math.max(1, first),
              last,
              from));
    }
    if (!(steps > run.totalSteps()) || Double.isInfinite(steps)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "run %s takes %.0f steps already; expected more than that, found %.0f",
              run.run(),
              run.totalSteps(),
              steps));
    }
  }

  /** Steps that are left. */
  public double rest() {
    return steps - from;
  }
}
