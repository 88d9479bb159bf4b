package io.lode.lab.heldout;

import io.lode.ensemble.HeldOutEnds;
import io.lode.ensemble.SearchPanel;
import io.lode.evaluation.HeldOutVerdict;
import io.lode.evaluation.OutcomeErrors;
import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.Forecaster;
import io.lode.forecast.Panel;
import io.lode.forecast.SweepOutcomes;
import io.lode.lab.world.World;
import io.lode.schedule.ParametricSchedules;
import io.lode.schedule.Schedule;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.SweepLearning;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Whether the verdict on a group's forecasts says which forecasts are worth following.
 *
 * <p>A forecaster is fitted to a simulated sweep. It says what schedules gain that nobody ran: the
 * best run's peak, a half and a third of it, each held and cooled down over the last 20, 40 and
 * 70%. The world knows the truth. A forecast is worth following if its gains are nearer to the true
 * ones than the belief that nothing gains.
 */
public final class VerdictBench {

  private static final List<Double> PARTS_OF_PEAK = List.of(1.0, 0.5, 0.3);
  private static final List<Double> COOLDOWNS = List.of(0.2, 0.4, 0.7);

  private final Function<Sweep, ? extends Forecaster> fit;
  private final Function<Sweep, HeldOutEnds> heldOut;

  /**
   * Measures one kind of fit.
   *
   * @param heldOut what held-out runs of a sweep say of such fits
   */
  public VerdictBench(
      Function<Sweep, ? extends Forecaster> fit, Function<Sweep, HeldOutEnds> heldOut) {
    this.fit = fit;
    this.heldOut = heldOut;
  }

  /**
   * What came of one sweep.
   *
   * @param sweep its name
   * @param verdict on its forecasts, as JSON names it
   * @param forecast median error of the ends of held-out runs near the best one, in log loss; NaN
   *     where not measured
   * @param repeated the same of repeating the nearest run
   * @param gainError mean absolute error of the forecast gains, in log loss
   * @param trueGain mean absolute true gain: the error of believing that nothing gains
   */
  public record Row(
      String sweep,
      String verdict,
      double forecast,
      double repeated,
      double gainError,
      double trueGain) {

    /** Whether the forecast was worth following. */
    public boolean worthFollowing() {
      return gainError < trueGain;
    }

    private boolean trusted() {
      return !verdict.equals(HeldOutVerdict.Kind.NO_BETTER.label());
    }
  }

  /**
   * Measures one sweep.
   *
   * @param world that the sweep was made in
   * @throws IllegalArgumentException if no run reached the end of training
   */
  public Row measure(World world, Sweep sweep) {
    double end = world.totalSteps();
    SweepOutcomes outcomes = SweepOutcomes.of(sweep, end);
    EvaluatedRun best =
        outcomes
            .best()
            .orElseThrow(
                () -> new IllegalArgumentException("no run of " + sweep.group() + " finished"));
    Panel panel = SearchPanel.of(fit.apply(sweep), outcomes);
    List<Schedule> asked = shapes(Math.exp(best.logPeak()), world);
    asked.add(best.schedule());
    Panel.Opinions opinions = panel.opinions(asked, best.schedule(), end);
    int shapes = asked.size() - 1;
    double standing = truth(world, best.schedule());
    double gainError = 0;
    double trueGain = 0;
    for (int i = 0; i < shapes; i++) {
      double gain = standing - truth(world, asked.get(i));
      double expected = opinions.sharedMean(shapes) - opinions.sharedMean(i);
      gainError += Math.abs(expected - gain) / shapes;
      trueGain += Math.abs(gain) / shapes;
    }
    HeldOutEnds ends = heldOut.apply(sweep);
    return new Row(
        sweep.group().model() + ", " + sweep.group().dataset(),
        ends.verdict(SweepLearning.of(sweep)).kind().label(),
        ends.errors().map(OutcomeErrors::forecast).orElse(Double.NaN),
        ends.errors().map(OutcomeErrors::repeated).orElse(Double.NaN),
        gainError,
        trueGain);
  }

  private static List<Schedule> shapes(double peak, World world) {
    List<Schedule> shapes = new ArrayList<>();
    double smallest = world.bounds().minimum();
    for (double part : PARTS_OF_PEAK) {
      for (double cooldown : COOLDOWNS) {
        shapes.add(
            ParametricSchedules.stableDecay(part * peak, smallest, cooldown, world.totalSteps()));
      }
    }
    return shapes;
  }

  private static double truth(World world, Schedule schedule) {
    return Math.log(world.trueOutcome(schedule, world.totalSteps(), 1, 1).mean());
  }

  /** A table for people, and how often the verdict was right. */
  public static List<String> lines(List<Row> rows) {
    List<String> lines = new ArrayList<>();
    lines.add("| sweep | verdict | error of ends | nearest run's | error of gains | true gains |");
    lines.add("|---|---|---|---|---|---|");
    for (Row row : rows) {
      lines.add(
          String.format(
              Locale.ROOT,
              "| %s | %s | %.3f | %.3f | %.3f | %.3f |",
              row.sweep(),
              row.verdict(),
              row.forecast(),
              row.repeated(),
              row.gainError(),
              row.trueGain()));
    }
    lines.add("");
    lines.add("| | worth following | not |");
    lines.add("|---|---|---|");
    lines.add("| relied on | " + count(rows, true, true) + " | " + count(rows, true, false) + " |");
    lines.add(
        "| not relied on | " + count(rows, false, true) + " | " + count(rows, false, false) + " |");
    return lines;
  }

  private static long count(List<Row> rows, boolean trusted, boolean worth) {
    return rows.stream()
        .filter(row -> row.trusted() == trusted && row.worthFollowing() == worth)
        .count();
  }
}
