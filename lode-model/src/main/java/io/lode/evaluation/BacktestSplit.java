package io.lode.evaluation;

import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.ObservedCurve;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A sweep in two parts: what is fitted, and what is forecast and compared with what happened.
 *
 * @param fitted the runs that forecasters may see
 * @param heldOut runs that logged an objective, at least one
 */
public record BacktestSplit(Sweep fitted, List<Run> heldOut) {

  /** Totals that differ by less, as a part, count as one: logs end a little early. */
  private static final double SAME_LENGTH = 0.02;

  /** Copies the list. */
  public BacktestSplit {
    heldOut = List.copyOf(heldOut);
  }

  /**
   * Some runs are fitted, all others held out.
   *
   * @throws IllegalArgumentException if a training run is not in the sweep, there is none, or no
   *     other run has an observed objective
   */
  public static BacktestSplit byRuns(Sweep sweep, Collection<String> trainingRuns) {
    Set<String> training = new TreeSet<>(trainingRuns);
    if (training.isEmpty()) {
      throw new IllegalArgumentException("a backtest needs at least one training run, found none");
    }
    requireKnown(sweep, "training", training);
    List<Run> heldOut =
        observed(
            sweep, sweep.runs().stream().filter(run -> !training.contains(run.run())).toList());
    if (heldOut.isEmpty()) {
      throw new IllegalArgumentException(
          "group "
              + sweep.group()
              + " has no run with an observed "
              + sweep.objective().metric()
              + " besides the training runs");
    }
    return new BacktestSplit(
        part(sweep, sweep.runs().stream().filter(run -> training.contains(run.run())).toList()),
        heldOut);
  }

  /**
   * What had happened by a step is fitted: the runs no longer than that, and of longer ones that
   * are not held out the part up to it.
   *
   * @param steps over 0
   * @param testRuns names of the runs to hold out; all longer ones where empty
   * @throws IllegalArgumentException if a test run is not in the sweep, no run is left to fit, or
   *     none to hold out
   */
  public static BacktestSplit bySteps(Sweep sweep, double steps, Collection<String> testRuns) {
    Set<String> tests = new TreeSet<>(testRuns);
    requireKnown(sweep, "test", tests);
    List<Run> fitted = new ArrayList<>();
    List<Run> longer = new ArrayList<>();
    for (Run run : sweep.runs()) {
      boolean isLonger = run.trajectory().lastStep() > steps * (1 + SAME_LENGTH);
      if (tests.isEmpty() ? isLonger : tests.contains(run.run())) {
        longer.add(run);
      } else if (isLonger) {
        run.until(steps).ifPresent(fitted::add);
      } else {
        fitted.add(run);
      }
    }
    List<Run> heldOut = observed(sweep, longer);
    if (fitted.isEmpty() || heldOut.isEmpty()) {
      throw new IllegalArgumentException(
          "group "
              + sweep.group()
              + " has "
              + fitted.size()
              + " runs to fit up to step "
              + Math.round(steps)
              + " and "
              + heldOut.size()
              + " longer ones to forecast, expected at least one of each; its runs end at steps "
              + lengths(sweep));
    }
    return new BacktestSplit(part(sweep, fitted), heldOut);
  }

  /** Last step that a fitted run logged. */
  public double fittedSteps() {
    return longest(fitted.runs());
  }

  /** Last step that a held-out run logged. */
  public double heldOutSteps() {
    return longest(heldOut);
  }

  private static double longest(List<Run> runs) {
    return runs.stream().mapToDouble(run -> run.trajectory().lastStep()).max().orElse(0);
  }

  private static List<Long> lengths(Sweep sweep) {
    return sweep.runs().stream()
        .map(run -> Math.round(run.trajectory().lastStep()))
        .distinct()
        .sorted()
        .toList();
  }

  private static void requireKnown(Sweep sweep, String what, Set<String> wanted) {
    List<String> names = sweep.runs().stream().map(Run::run).toList();
    for (String name : wanted) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            what + " run '" + name + "' is not in group " + sweep.group() + ", found " + names);
      }
    }
  }

  private static List<Run> observed(Sweep sweep, List<Run> runs) {
    MetricTransform transform = sweep.objective().transform();
    return runs.stream()
        .filter(run -> ObservedCurve.of(run.trajectory(), transform).afterStart().length() > 0)
        .toList();
  }

  private static Sweep part(Sweep sweep, List<Run> runs) {
    return new Sweep(sweep.group(), sweep.objective(), runs);
  }
}
