package io.lode.jobs.ingest.merge;

import io.lode.jobs.conf.Listing;
import io.lode.jobs.conf.source.DerivedRate;
import io.lode.jobs.ingest.format.RowDefect;
import io.lode.jobs.ingest.rows.Fields;
import io.lode.jobs.ingest.rows.IdentifiedRun;
import io.lode.schedule.LoggedSchedule;
import io.lode.schedule.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The learning rate in force at every step of a run.
 *
 * <p>A rate that was logged throughout counts as logged; between two logged steps it is {@link
 * LoggedSchedule}'s. Where it was not logged, or not up to the end, it follows from the schedule
 * that the source declares, else the run cannot be used. It was logged throughout where what is
 * before its first and after its last logged step is no longer than the longest gap between two.
 *
 * @param derivedRate the schedule that the source declares, or null where it declares none
 */
public record LearningRates(DerivedRate derivedRate) {

  /** The rate that was logged first, in expressions. */
  static final String FIRST = "first_learning_rate";

  /** The rates of a source that declares no schedule. */
  public static LearningRates asLogged() {
    return new LearningRates(null);
  }

  /**
   * The rate at each row; rates that follow from the declared schedule become values of the run.
   *
   * @throws RowDefect if there is no telling
   */
  public double[] complete(MergedRun run, Map<String, String> named) throws RowDefect {
    int field = Fields.LEARNING_RATE;
    int logged = run.count(field);
    double[] rates = new double[run.length()];
    if (logged == run.length()) {
      for (int i = 0; i < rates.length; i++) {
        rates[i] = run.value(field, i);
      }
      return rates;
    }
    double[] steps = new double[logged];
    double[] values = new double[logged];
    int at = 0;
    for (int i = 0; i < run.length(); i++) {
      if (run.isLogged(field, i)) {
        steps[at] = run.step(i);
        values[at++] = run.value(field, i);
      }
    }
    if (isThroughout(run, steps)) {
      Schedule schedule = new LoggedSchedule(steps, values);
      for (int i = 0; i < rates.length; i++) {
        rates[i] = schedule.learningRate(run.step(i));
      }
      return rates;
    }
    if (derivedRate == null) {
      throw missing(run, steps);
    }
    Schedule schedule = derived(run, named, values);
    for (int i = 0; i < rates.length; i++) {
      run.setIfAbsent(i, field, schedule.learningRate(run.step(i)));
      rates[i] = run.value(field, i);
    }
    return rates;
  }

  private static boolean isThroughout(MergedRun run, double[] steps) {
    if (steps.length < 2) {
      return false;
    }
    double longest = 0;
    for (int i = 1; i < steps.length; i++) {
      longest = Math.max(longest, steps[i] - steps[i - 1]);
    }
    return steps[0] - run.step(0) <= longest
        && run.step(run.length() - 1) - steps[steps.length - 1] <= longest;
  }

  private static RowDefect missing(MergedRun run, double[] steps) {
    if (steps.length == 0) {
      return new RowDefect(
          "learning_rate is missing",
          "no row of run "
              + run.header().run()
              + " has one, expected some or learning-rate { derive = ... } in the source; found "
              + logged(run));
    }
    return new RowDefect(
        "learning_rate is incomplete",
        "run "
            + run.header().run()
            + " has it from step "
            + steps[0]
            + " to "
            + steps[steps.length - 1]
            + " and goes from "
            + run.step(0)
            + " to "
            + run.step(run.length() - 1)
            + ", expected it throughout or learning-rate { derive = ... } in the source");
  }

  /** What was logged besides the rate. */
  private static String logged(MergedRun run) {
    List<String> names = new ArrayList<>();
    for (int field = 0; field < Fields.NAMES.size(); field++) {
      if (run.count(field) > 0) {
        names.add(Fields.NAMES.get(field));
      }
    }
    names.addAll(run.metrics());
    return Listing.of(names);
  }

  private Schedule derived(MergedRun run, Map<String, String> named, double[] logged)
      throws RowDefect {
    Double planned = run.header().plannedSteps();
    if (planned == null && derivedRate.shape() != DerivedRate.Shape.CONSTANT) {
      throw new RowDefect(
          "learning_rate cannot be derived",
          "the total steps of run " + run.header().run() + " are not known");
    }
    double said = planned == null ? Double.NaN : planned;
    // A constant rate goes on for however long.
    double total = planned == null ? Double.POSITIVE_INFINITY : planned;
    try {
      return derivedRate.schedule(
          name ->
              name.equals(FIRST) && logged.length > 0
                  ? logged[0]
                  : IdentifiedRun.number(named, name, said),
          total);
    } catch (IllegalArgumentException e) {
      throw new RowDefect("learning_rate cannot be derived", e.getMessage());
    }
  }
}
