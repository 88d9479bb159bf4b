package io.lode.lab.longruns;

import io.lode.evaluation.BandCount;
import io.lode.forecast.FittingMethod;
import io.lode.forecast.Forecast;
import io.lode.forecast.Forecaster;
import io.lode.longrun.LongRunForecaster;
import io.lode.longrun.Reach;
import io.lode.longrun.extend.ContinuedForecaster;
import io.lode.longrun.extend.Extension;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.ObservedCurve;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.SweepLengths;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Forecasts how real trainings went on from a checkpoint: fitted are the runs of the group and the
 * run that went on, forecast the continuations of that run.
 *
 * <p>Errors are on the objective's own scale.
 */
public final class ExtensionsBench {

  /** A rate below this part of the largest that a run held is a cooldown's. */
  private static final double FALLING = 0.98;

  /** Rates that differ by less, as a part, are one. */
  private static final double SAME_RATE = 0.01;

  private ExtensionsBench() {}

  /** Up to where the past of a continuation is known. */
  public enum Known {
    /** Up to where it leaves the run that goes on. */
    AT_THE_FORK("at the fork"),
    /** Up to where its own cooldown begins. */
    BEFORE_THE_COOLDOWN("before the cooldown");

    private final String label;

    Known(String label) {
      this.label = label;
    }

    /** In words. */
    public String label() {
      return label;
    }
  }

  /**
   * One continuation by one predictor.
   *
   * @param from step up to which its past is known
   * @param steps where it ended
   * @param observed last value
   * @param forecast of it
   * @param beyond mean absolute error after {@code from}
   * @param band values after {@code from} in the bands
   */
  public record Row(
      String predictor,
      Known known,
      String run,
      double from,
      double steps,
      double observed,
      double forecast,
      double beyond,
      BandCount band) {

    /** How far off the last value is. */
    public double error() {
      return Math.abs(forecast - observed);
    }
  }

  /** Pairs of continuations to one length, and how many of them a predictor puts in their order. */
  public record Order(String predictor, Known known, int pairs, int right) {}

  /** What was measured. */
  public record Result(List<Row> rows, List<Order> orders) {}

  /**
   * Measures.
   *
   * @param group runs that did not go on
   * @param extended the run that went on, which is the shortest, and its continuations
   * @throws IllegalArgumentException if there is no continuation
   */
  public static Result measure(Sweep group, Sweep extended, List<FittingMethod> methods) {
    Run base =
        extended.runs().stream().min(Comparator.comparingDouble(Run::totalSteps)).orElseThrow();
    List<Run> continuations =
        extended.runs().stream()
            .filter(run -> !run.equals(base) && run.totalSteps() > base.totalSteps())
            .toList();
    if (continuations.isEmpty()) {
      throw new IllegalArgumentException(
          "group " + extended.group() + " has no run that is longer than " + base.run());
    }
    List<Row> rows = new ArrayList<>();
    for (FittingMethod method : methods) {
      for (Known known : Known.values()) {
        for (Run run : continuations) {
          rows.add(row(method, known, group, base, run));
        }
      }
    }
    List<Order> orders = new ArrayList<>();
    for (FittingMethod method : methods) {
      if (LongRunsBench.SAME_FOR_EVERY_SCHEDULE.contains(method.name())) {
        continue;
      }
      for (Known known : Known.values()) {
        orders.add(order(method.name(), known, rows));
      }
    }
    return new Result(rows, orders);
  }

  private static Row row(FittingMethod method, Known known, Sweep group, Run base, Run run) {
    double fork = fork(base, run);
    double from = known == Known.AT_THE_FORK ? fork : Math.max(fork, plateau(run));
    List<Run> runs = new ArrayList<>(group.runs());
    runs.add(base);
    Run past = run.until(from).orElseThrow();
    if (from > fork) {
      runs.add(past);
    }
    Sweep fitted = new Sweep(group.group(), group.objective(), runs);
    Forecaster forecaster = method.fit().apply(fitted);
    if (forecaster instanceof LongRunForecaster longRun) {
      forecaster =
          new ContinuedForecaster(
              longRun, new Extension(fitted, past, past.trajectory().lastStep(), run.totalSteps()));
    }
    MetricTransform transform = group.objective().transform();
    ObservedCurve after = ObservedCurve.of(run.trajectory(), transform).beyond(from);
    Forecast forecast = forecaster.forecast(run.schedule(), after.step());
    double sum = 0;
    int count = after.length();
    for (int t = 0; t < count; t++) {
      sum += Math.abs(transform.invert(forecast.mean()[t]) - transform.invert(after.value()[t]));
    }
    return new Row(
        method.name(),
        known,
        run.run(),
        from,
        run.totalSteps(),
        transform.invert(after.lastValue()),
        transform.invert(forecast.mean()[count - 1]),
        sum / count,
        BandCount.of(forecast, after, from));
  }

  /** The last logged step up to which both applied the same rates. */
  private static double fork(Run base, Run run) {
    double[] step = base.trajectory().step();
    double[] rate = base.trajectory().learningRate();
    double fork = step[0];
    for (int i = 0; i < step.length; i++) {
      double other = run.schedule().learningRate(step[i]);
      if (Math.abs(other - rate[i]) > SAME_RATE * Math.max(other, rate[i])) {
        break;
      }
      fork = step[i];
    }
    return fork;
  }

  /** The last logged step at which a run still held its largest rate. */
  private static double plateau(Run run) {
    double held = Reach.held(run.schedule(), run.totalSteps());
    double last = 0;
    for (int i = 0; i < run.trajectory().length(); i++) {
      if (run.trajectory().learningRate()[i] >= FALLING * held) {
        last = run.trajectory().step()[i];
      }
    }
    return last;
  }

  private static Order order(String predictor, Known known, List<Row> rows) {
    List<Row> own =
        rows.stream()
            .filter(row -> row.predictor().equals(predictor) && row.known() == known)
            .toList();
    int pairs = 0;
    int right = 0;
    for (int i = 0; i < own.size(); i++) {
      for (int j = i + 1; j < own.size(); j++) {
        Row one = own.get(i);
        Row other = own.get(j);
        if (SweepLengths.same(one.steps(), other.steps())) {
          pairs++;
          boolean better = one.observed() < other.observed();
          right += better == (one.forecast() < other.forecast()) ? 1 : 0;
        }
      }
    }
    return new Order(predictor, known, pairs, right);
  }
}
