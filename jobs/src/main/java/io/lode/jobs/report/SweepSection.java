package io.lode.jobs.report;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.SweepOutcomes;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.SweepLengths;
import io.lode.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The runs of a group: what they logged, and the best of them.
 *
 * @param counts how many runs there are and how they ended, in words
 * @param shown what the plots leave out, in words, or nothing
 * @param rows the runs that the plots show, the best first
 * @param plots of the objective, the learning rate and, where it is another metric, the training
 *     loss
 * @param best the best run at the end, or null where none got there
 */
record SweepSection(String counts, String shown, List<Row> rows, List<Plot> plots, Run best) {

  /** One run in the table. */
  record Row(
      String run,
      String status,
      String points,
      String lastStep,
      String peak,
      String settings,
      String outcome) {}

  /**
   * What there is to say of a sweep.
   *
   * @param most how many runs to show
   * @param points about how many points a curve has
   * @param settings from a run to its hyperparameters that vary, in words
   */
  static SweepSection of(Sweep sweep, int most, int points, Function<Run, String> settings) {
    List<Run> ranked = ranked(sweep);
    boolean finished =
        !ranked.isEmpty()
            && Double.isFinite(outcome(sweep, ranked.get(0)))
            && !ranked.get(0).diverged();
    Run best = finished ? ranked.get(0) : null;
    List<Run> chosen = chosen(ranked, most);
    List<Run> drawn = new ArrayList<>(chosen);
    // What matters is drawn last, over the others.
    drawn.sort(Comparator.comparingInt(run -> run.equals(best) ? 2 : run.diverged() ? 1 : 0));
    String metric = sweep.objective().metric();
    List<Plot> plots = new ArrayList<>();
    plots.add(
        new Plot(
            "sweep-objective",
            "step",
            metric,
            Plot.Scale.LINEAR,
            curves(drawn, best, points, Trajectory::objective),
            List.of(),
            view(sweep, drawn)));
    plots.add(
        Plot.of(
            "sweep-rate",
            "step",
            "learning rate",
            Plot.Scale.LOG,
            curves(drawn, best, points, Trajectory::learningRate)));
    List<Curve> training = curves(drawn, best, points, Trajectory::trainLoss);
    if (!metric.equals("train_loss") && training.stream().anyMatch(curve -> curve.x().length > 0)) {
      plots.add(Plot.of("sweep-train", "step", "training loss", Plot.Scale.LOG, training));
    }
    String left =
        chosen.size() == sweep.runs().size()
            ? ""
            : "Showing "
                + chosen.size()
                + " of "
                + sweep.runs().size()
                + " runs: the best, some that diverged, and some between.";
    return new SweepSection(
        counts(sweep),
        left,
        chosen.stream().map(run -> row(sweep, run, settings.apply(run))).toList(),
        plots,
        best);
  }

  /** What is drawn of a run. */
  private interface Series {
    double[] of(Trajectory trajectory);
  }

  private static List<Curve> curves(List<Run> runs, Run best, int points, Series series) {
    List<Curve> curves = new ArrayList<>();
    for (Run run : runs) {
      Trajectory trajectory = run.trajectory();
      curves.add(
          Thinning.curve(
              (run.equals(best) ? "best run " : "") + run.run(),
              style(run, best),
              trajectory.step(),
              series.of(trajectory),
              points));
    }
    return curves;
  }

  private static String style(Run run, Run best) {
    return run.equals(best) ? "best" : run.diverged() ? "diverged" : "run";
  }

  /** The best outcome first, then those that did not get to the end, then the diverged ones. */
  private static List<Run> ranked(Sweep sweep) {
    return sweep.runs().stream()
        .sorted(
            Comparator.comparing(Run::diverged)
                .thenComparingDouble(
                    run -> {
                      double outcome = sweep.objective().transform().apply(outcome(sweep, run));
                      return Double.isFinite(outcome) ? outcome : Double.MAX_VALUE;
                    }))
        .toList();
  }

  /** The objective at the end, on its own scale; NaN where the run did not get there. */
  private static double outcome(Sweep sweep, Run run) {
    try {
      MetricTransform transform = sweep.objective().transform();
      return SweepOutcomes.of(
              new Sweep(sweep.group(), sweep.objective(), List.of(run)), sweep.totalSteps())
          .best()
          .map(EvaluatedRun::outcome)
          .map(transform::invert)
          .orElse(Double.NaN);
    } catch (IllegalArgumentException e) {
      // A run without a positive learning rate cannot be judged.
      return Double.NaN;
    }
  }

  private static List<Run> chosen(List<Run> ranked, int most) {
    if (ranked.size() <= most) {
      return ranked;
    }
    Set<Run> chosen = new LinkedHashSet<>(ranked.subList(0, most / 3));
    ranked.stream().filter(Run::diverged).limit(most / 4).forEach(chosen::add);
    for (int i = 0; chosen.size() < most && i < most; i++) {
      chosen.add(ranked.get((int) ((long) i * ranked.size() / most)));
    }
    return ranked.stream().filter(chosen::contains).toList();
  }

  /** The first values of a run would squeeze all that matters into a line. */
  static double[] view(Sweep sweep, List<Run> runs) {
    double from = 0.1 * sweep.totalSteps();
    double smallest = Double.POSITIVE_INFINITY;
    double largest = Double.NEGATIVE_INFINITY;
    for (Run run : runs) {
      Trajectory trajectory = run.trajectory();
      for (int i = 0; i < trajectory.length() && !run.diverged(); i++) {
        double value = trajectory.objective()[i];
        if (trajectory.step()[i] >= from && Double.isFinite(value)) {
          smallest = Math.min(smallest, value);
          largest = Math.max(largest, value);
        }
      }
    }
    return largest > smallest ? new double[] {smallest, largest} : null;
  }

  private static String counts(Sweep sweep) {
    StringBuilder counts = new StringBuilder();
    counts.append(sweep.runs().size()).append(sweep.runs().size() == 1 ? " run" : " runs");
    for (RunStatus status : RunStatus.values()) {
      long count = sweep.runs().stream().filter(run -> run.status() == status).count();
      if (count > 0) {
        counts.append(", ").append(count).append(' ').append(status.label());
      }
    }
    SweepLengths lengths = SweepLengths.of(sweep);
    if (lengths.several()) {
      counts.append("; planned for several lengths: ").append(lengths.words());
    }
    return counts.toString();
  }

  private static Row row(Sweep sweep, Run run, String settings) {
    Trajectory trajectory = run.trajectory();
    double peak = 0;
    for (double rate : trajectory.learningRate()) {
      peak = Math.max(peak, rate);
    }
    return new Row(
        run.run(),
        run.status().label(),
        String.valueOf(trajectory.length()),
        Figures.number(trajectory.lastStep()) + " of " + Figures.number(run.totalSteps()),
        Figures.number(peak),
        settings,
        Figures.number(outcome(sweep, run)));
  }
}
