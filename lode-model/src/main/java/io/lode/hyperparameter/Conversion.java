package io.lode.hyperparameter;

import io.lode.hyperparameter.EffectRules.Clock;
import io.lode.schedule.ConvertedSchedule;
import io.lode.schedule.PiecewiseLogLinear;
import io.lode.schedule.Schedule;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.Trajectory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How steps and learning rates of a run under some settings convert to those of an equivalent run
 * under others.
 *
 * <p>For gradient descent with noisy gradients, n steps of rate r on batches of B examples do what
 * n B / C steps of rate r C / B do on batches of C: the distance to the optimum shrinks by the sum
 * of the rates, and the noise grows by the sum of r^2 / B; both stay the same. Adam divides the
 * gradient by its size, which is noise that shrinks by the root of the batch: there the rate goes
 * with the root of C / B.
 *
 * @param rules which rates and times are equivalent
 * @param size what a step takes in; empty where all runs take in the same
 */
public record Conversion(EffectRules rules, Optional<StepSize> size) {

  /** Part of a step by which a converted length may miss a whole number. */
  private static final double ROUNDING = 1e-6;

  /** Whether anything is converted. */
  boolean active() {
    return !rules.shifts().isEmpty()
        || (size.isPresent() && (rules.clock() == Clock.EXAMPLES || rules.rateExponent() != 0));
  }

  /** The hyperparameters that it needs to know; none where nothing is converted. */
  Set<String> names() {
    Set<String> names = new TreeSet<>(rules.shifts().keySet());
    if (active()) {
      size.ifPresent(known -> names.addAll(known.names()));
    }
    return names;
  }

  /** Steps of a run under other settings that take the time of one step under some. */
  public double steps(Map<String, String> from, Map<String, String> to) {
    return rules.clock() == Clock.EXAMPLES ? batch(from, to) : 1;
  }

  /** Factor of the learning rates. */
  public double rate(Map<String, String> from, Map<String, String> to) {
    double log = rules.rateExponent() == 0 ? 0 : -rules.rateExponent() * Math.log(batch(from, to));
    for (Map.Entry<String, EffectRules.RateShift> shift : rules.shifts().entrySet()) {
      HyperparameterValue before = HyperparameterValue.of(from.get(shift.getKey()));
      HyperparameterValue after = HyperparameterValue.of(to.get(shift.getKey()));
      if (before instanceof HyperparameterValue.Numeric
          && after instanceof HyperparameterValue.Numeric) {
        log += shift.getValue().log(before) - shift.getValue().log(after);
      }
    }
    return Math.exp(log);
  }

  /** How many times the batch of others some settings have; 1 where it is not known. */
  private double batch(Map<String, String> from, Map<String, String> to) {
    double ratio = size.map(known -> known.of(from) / known.of(to)).orElse(1.0);
    return Double.isNaN(ratio) ? 1 : ratio;
  }

  /** A schedule under some settings as one under others. */
  Schedule schedule(Schedule schedule, Map<String, String> from, Map<String, String> to) {
    double steps = steps(from, to);
    double rate = rate(from, to);
    return steps == 1 && rate == 1 ? schedule : new ConvertedSchedule(schedule, steps, rate);
  }

  /** A schedule under some settings as one under others, as knots. */
  public PiecewiseLogLinear knots(
      PiecewiseLogLinear schedule, Map<String, String> from, Map<String, String> to) {
    double steps = steps(from, to);
    double rate = rate(from, to);
    return steps == 1 && rate == 1
        ? schedule
        : new PiecewiseLogLinear(
            Arrays.stream(schedule.step()).map(step -> step * steps).toArray(),
            Arrays.stream(schedule.learningRate()).map(one -> one * rate).toArray());
  }

  /** The hyperparameters that say what a step is; none where that is the same for all runs. */
  public Set<String> ofSteps() {
    return size.map(known -> Set.copyOf(known.names())).orElse(Set.of());
  }

  /**
   * The runs whose steps take in as much as those of some settings: the others' lengths are in
   * other steps. All of a sweep where steps are the same, or where no run has these.
   */
  public Sweep withSteps(Sweep sweep, Map<String, String> at) {
    List<Run> alike =
        sweep.runs().stream().filter(run -> batch(run.hyperparameters(), at) == 1).toList();
    return alike.isEmpty() ? sweep : new Sweep(sweep.group(), sweep.objective(), alike);
  }

  /** A run as one under other settings; its objective and its hyperparameters stay. */
  Run run(Run run, Map<String, String> to) {
    double steps = steps(run.hyperparameters(), to);
    double rate = rate(run.hyperparameters(), to);
    if (steps == 1 && rate == 1) {
      return run;
    }
    Trajectory logged = run.trajectory();
    return new Run(
        run.sweep(),
        run.run(),
        run.seed(),
        run.hyperparameters(),
        run.status(),
        // A job takes whole steps; a run is at least as long as its last logged step.
        Math.max(steps * logged.lastStep(), Math.ceil(steps * run.totalSteps() - ROUNDING)),
        new Trajectory(
            Arrays.stream(logged.step()).map(step -> step * steps).toArray(),
            Arrays.stream(logged.learningRate()).map(one -> one * rate).toArray(),
            logged.trainLoss(),
            logged.objective()));
  }

  /**
   * Every run of a sweep as one under other settings. Runs that diverged at rates which convert are
   * left out: whether a step is too long does not depend on how much it takes in, so that the
   * equivalent run may well have survived.
   */
  Sweep sweep(Sweep sweep, Map<String, String> to) {
    return active()
        ? new Sweep(
            sweep.group(),
            sweep.objective(),
            sweep.runs().stream().filter(run -> tells(run, to)).map(run -> run(run, to)).toList())
        : sweep;
  }

  /** Whether a run says how one under other settings goes. */
  boolean tells(Run run, Map<String, String> to) {
    return !run.diverged() || rate(run.hyperparameters(), to) == 1;
  }
}
