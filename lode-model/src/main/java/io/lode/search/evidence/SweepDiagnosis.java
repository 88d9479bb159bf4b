package io.lode.search.evidence;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.IntervalRates;
import io.lode.forecast.SweepOutcomes;
import io.lode.search.DiagnosisConfig;
import io.lode.trajectory.MetricTransform;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What keeps a sweep from telling more, in plain words, each with what to run next.
 *
 * <p>It rests on what the runs logged alone and asks no forecaster.
 */
public final class SweepDiagnosis {

  /** Runs that have to stand still before nothing learns. */
  private static final int STILL_RUNS = 3;

  /** Peaks within this distance are one peak, in log rate. */
  private static final double SAME_PEAK = 0.1;

  /** Shapes within this root mean square distance are one shape, in log rate. */
  private static final double SAME_SHAPE = 0.1;

  /** A rate this near to the peak belongs to it, in log rate. */
  private static final double AT_PEAK = 0.05;

  private final SweepOutcomes sweep;
  private final DiagnosisConfig config;
  private final List<EvaluatedRun> finished;
  private final MetricTransform transform;

  private SweepDiagnosis(SweepOutcomes sweep, DiagnosisConfig config) {
    this.sweep = sweep;
    this.config = config;
    finished = sweep.finished();
    transform = sweep.sweep().objective().transform();
  }

  /**
   * The findings of a sweep, the gravest first; none where no run reached the horizon. Where
   * nothing learns nothing else is said.
   */
  public static List<Finding> of(SweepOutcomes sweep, DiagnosisConfig config) {
    SweepDiagnosis diagnosis = new SweepDiagnosis(sweep, config);
    if (diagnosis.finished.isEmpty()) {
      return List.of();
    }
    Optional<Finding> still = diagnosis.nothingLearns();
    if (still.isPresent()) {
      return List.of(still.get());
    }
    List<Finding> findings = new ArrayList<>();
    SettingEffects.of(sweep, config).ifPresent(findings::add);
    diagnosis.edge().ifPresent(findings::add);
    diagnosis.oneShape().ifPresent(findings::add);
    diagnosis.seeds().ifPresent(findings::add);
    return findings;
  }

  /** The finding that nothing learns, if that is so. */
  public static Optional<Finding> nothingLearns(SweepOutcomes sweep, DiagnosisConfig config) {
    return new SweepDiagnosis(sweep, config).nothingLearns();
  }

  private Optional<Finding> nothingLearns() {
    if (finished.size() < STILL_RUNS
        || !finished.subList(0, STILL_RUNS).stream().allMatch(this::standsStill)) {
      return Optional.empty();
    }
    EvaluatedRun best = finished.get(0);
    long alike =
        finished.stream()
            .filter(this::standsStill)
            .filter(run -> run.outcome() - best.outcome() < config.standsStill())
            .count();
    return Optional.of(
        new Finding(
            Finding.Kind.NOTHING_LEARNS,
            String.format(
                Locale.ROOT,
                "nothing learns: after the first quarter the best runs stay where they are (%d of"
                    + " %d runs end at %.4g)",
                alike,
                finished.size(),
                transform.invert(best.outcome())),
            "look for what stops the training, such as a dead or collapsed network, a wrong loss or"
                + " a wrong optimizer setting, and try rates below "
                + rate(lowestPeak())));
  }

  private boolean standsStill(EvaluatedRun run) {
    double quarter = run.outcomeAt(sweep.horizonStep() / 4, transform);
    double half = run.outcomeAt(sweep.horizonStep() / 2, transform);
    return Math.abs(quarter - run.outcome()) < config.standsStill()
        && Math.abs(half - run.outcome()) < config.standsStill();
  }

  private double lowestPeak() {
    return sweep.runs().stream().mapToDouble(EvaluatedRun::logPeak).min().orElseThrow();
  }

  private Optional<Finding> edge() {
    EvaluatedRun best = finished.get(0);
    double peak = best.logPeak();
    double highest = sweep.runs().stream().mapToDouble(EvaluatedRun::logPeak).max().orElseThrow();
    boolean atTop = peak > highest - SAME_PEAK;
    boolean atBottom = peak < lowestPeak() + SAME_PEAK;
    if (atTop == atBottom) {
      return atTop
          ? Optional.of(
              new Finding(
                  Finding.Kind.EDGE_OF_GRID,
                  "all runs have about the same peak rate, " + rate(peak),
                  "try peaks of "
                      + rate(peak - Math.log(config.stretch()))
                      + " and "
                      + rate(peak + Math.log(config.stretch()))))
          : Optional.empty();
    }
    return Optional.of(
        new Finding(
            Finding.Kind.EDGE_OF_GRID,
            "the best run, "
                + best.run().run()
                + ", has the "
                + (atTop ? "largest" : "smallest")
                + " peak rate of the sweep, "
                + rate(peak),
            "extend the sweep to " + rate(peak + (atTop ? 1 : -1) * Math.log(config.stretch()))));
  }

  private Optional<Finding> oneShape() {
    List<double[]> shapes = sweep.runs().stream().map(SweepDiagnosis::shape).toList();
    boolean constant = shapes.stream().allMatch(SweepDiagnosis::constant);
    boolean alike =
        shapes.stream()
            .allMatch(shape -> IntervalRates.distance(shape, shapes.get(0)) < SAME_SHAPE);
    if (constant) {
      return Optional.of(
          new Finding(
              Finding.Kind.ONE_SHAPE,
              "every run holds its rate to the end, so no run tells what a cooldown brings",
              "run the proposals of lode propose: they cool the best runs down"));
    }
    return alike
        ? Optional.of(
            new Finding(
                Finding.Kind.ONE_SHAPE,
                "every run has a schedule of the same shape, so no run tells what another brings",
                "run the proposals of lode propose, or a few runs that hold their rate and cool"
                    + " down at the end"))
        : Optional.empty();
  }

  private static boolean constant(double[] shape) {
    int t = 0;
    while (t < shape.length && shape[t] < -AT_PEAK) {
      t++;
    }
    while (t < shape.length && shape[t] >= -AT_PEAK) {
      t++;
    }
    return t == shape.length && shape[0] > -Double.MAX_VALUE && shape[t / 2] >= -AT_PEAK;
  }

  /** Whether repeats tell the best schedules apart. */
  private Optional<Finding> seeds() {
    record Schedule(EvaluatedRun first, double mean, int runs) {}
    List<Schedule> schedules = new ArrayList<>();
    double squares = 0;
    int freedom = 0;
    for (List<EvaluatedRun> alike : sweep.bySchedule()) {
      double mean = alike.stream().mapToDouble(EvaluatedRun::outcome).average().orElseThrow();
      for (EvaluatedRun run : alike) {
        squares += (run.outcome() - mean) * (run.outcome() - mean);
      }
      freedom += alike.size() - 1;
      schedules.add(new Schedule(alike.get(0), mean, alike.size()));
    }
    schedules.sort(Comparator.comparingDouble(Schedule::mean));
    Schedule best = schedules.get(0);
    String name = best.first().run().run();
    if (freedom == 0) {
      return Optional.of(
          new Finding(
              Finding.Kind.TOO_FEW_SEEDS,
              "no schedule was run under two seeds, so luck cannot be told from gain",
              "run the schedule of run " + name + " under two more seeds"));
    }
    double noise = Math.sqrt(squares / freedom);
    int compared = Math.min(config.comparedSchedules(), schedules.size());
    int alike = 1;
    while (alike < compared) {
      Schedule other = schedules.get(alike);
      double luck = noise * Math.sqrt(1.0 / best.runs() + 1.0 / other.runs());
      if (other.mean() - best.mean() > luck) {
        break;
      }
      alike++;
    }
    return alike == 1
        ? Optional.empty()
        : Optional.of(
            new Finding(
                Finding.Kind.TOO_FEW_SEEDS,
                String.format(
                    Locale.ROOT,
                    "the best %d schedules differ by less than their luck (one run's standard"
                        + " deviation is %.2f%%)",
                    alike,
                    100 * noise),
                "run each of them under more seeds, the schedule of run " + name + " first"));
  }

  private static double[] shape(EvaluatedRun run) {
    double peak = run.logPeak();
    double[] shape = run.logLearningRate().clone();
    for (int t = 0; t < shape.length; t++) {
      shape[t] -= peak;
    }
    return shape;
  }

  private static String rate(double logLearningRate) {
    return String.format(Locale.ROOT, "%.2g", Math.exp(logLearningRate));
  }
}
