package io.lode.jobs.ingest.merge;

import io.lode.jobs.conf.source.SourceDefinition;
import io.lode.jobs.ingest.format.RowDefect;
import io.lode.jobs.ingest.rows.Fields;
import io.lode.jobs.ingest.rows.RunContext;
import io.lode.jobs.runlog.LoggedRates;
import io.lode.schedule.Schedule;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The learning rate in force at every step of a run.
 *
 * <p>A rate that was logged throughout is completed by {@link LoggedRates}. Any other follows from
 * the schedule that the source declares; without one the run cannot be used.
 *
 * @param source says which schedule the runs follow, if it does
 */
public record LearningRates(SourceDefinition source) {

  /** The rate that was logged first, in expressions. */
  static final String FIRST = "first_learning_rate";

  /**
   * The rate at each row; rates that follow from the declared schedule become values of the run.
   *
   * @throws RowDefect if there is no telling
   */
  public double[] complete(MergedRun run, Map<String, String> named) throws RowDefect {
    int field = Fields.LEARNING_RATE;
    double[] step = new double[run.length()];
    double[] logged = new double[run.length()];
    for (int i = 0; i < step.length; i++) {
      step[i] = run.step(i);
      logged[i] = run.isLogged(field, i) ? run.value(field, i) : Double.NaN;
    }
    Optional<double[]> completed = LoggedRates.completed(step, logged);
    if (completed.isPresent()) {
      return completed.get();
    }
    double[] steps =
        IntStream.range(0, step.length)
            .filter(i -> !Double.isNaN(logged[i]))
            .mapToDouble(i -> step[i])
            .toArray();
    if (source.derivedRate() == null) {
      throw missing(run, steps);
    }
    double[] values = Arrays.stream(logged).filter(rate -> !Double.isNaN(rate)).toArray();
    Schedule schedule = derived(run, named, values);
    double[] rates = new double[run.length()];
    for (int i = 0; i < rates.length; i++) {
      run.setIfAbsent(i, field, schedule.learningRate(run.step(i)));
      rates[i] = run.value(field, i);
    }
    return rates;
  }

  private static RowDefect missing(MergedRun run, double[] steps) {
    if (steps.length == 0) {
      return new RowDefect(
          "learning_rate is missing",
          "no row of run "
              + run.header().run()
              + " has one, expected some or learning-rate { derive = ... } in the source");
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

  private Schedule derived(MergedRun run, Map<String, String> named, double[] logged)
      throws RowDefect {
    Double planned = run.header().plannedSteps();
    try {
      return source
          .derivedRate()
          .schedule(
              name ->
                  name.equals(FIRST) && logged.length > 0
                      ? logged[0]
                      : RunContext.number(named, name, planned),
              planned);
    } catch (IllegalArgumentException e) {
      throw new RowDefect("learning_rate cannot be derived", e.getMessage());
    }
  }
}
