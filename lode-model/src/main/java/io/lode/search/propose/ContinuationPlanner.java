package io.lode.search.propose;

import io.lode.forecast.Continuation;
import io.lode.forecast.ContinuationSampler;
import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.Outcomes;
import io.lode.forecast.SweepOutcomes;
import io.lode.schedule.ScheduleBounds;
import io.lode.search.ContinuationConfig;
import io.lode.trajectory.Run;
import io.lode.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The scheduler of arXiv:2509.23052 at one moment of a run: draw perturbed continuations of the
 * recent window, accept those that pass through the current loss, go on from there as the three
 * with the best objective at the horizon do on average.
 *
 * <p>Repaired against the published code: fresh noise at every call; the distance to the current
 * loss is {@code |prediction - mean|}; every sample counts; a tolerance is never 0; a sample goes
 * on from the time at which its loss is nearest to the current one; the objective is read at the
 * horizon and never beyond what was drawn; samples keep their own rows; NaN and non-finite samples
 * are never best; rates stay within bounds and start from the rate in force.
 *
 * @param sampler draws continuations
 * @param sweep where the run is from
 * @param noise least standard deviation of the current loss, positive
 * @param config how many continuations are drawn, and how they are joined
 */
record ContinuationPlanner(
    ContinuationSampler sampler, SweepOutcomes sweep, double noise, ContinuationConfig config) {

  /**
   * A schedule and what is expected of it.
   *
   * @param logLearningRate the run's own rates, then the continuation's, (interval)
   * @param objective mean transformed objective at the horizon of those averaged
   */
  record Plan(double[] logLearningRate, double objective) {}

  /**
   * Plans the rest of a run.
   *
   * @param interval where the run stands, from 1 to the last interval but one
   * @return empty where no continuation passes through the current loss: the schedule in force
   *     stays
   */
  Optional<Plan> plan(EvaluatedRun run, int interval, SplittableRandom random) {
    double width = sweep.horizonStep() / Outcomes.INTERVALS;
    double now = interval * width;
    double from = Math.max(0, now - config.continuationWindow() * sweep.sweep().totalSteps());
    Optional<Current> current = current(run.run(), from, now);
    if (current.isEmpty()) {
      return Optional.empty();
    }
    int rest = Outcomes.INTERVALS - interval;
    double[] steps = new double[rest + config.continuationJoin() + 1];
    for (int t = 0; t < steps.length; t++) {
      steps[t] = now + t * width;
    }
    List<Continuation> drawn =
        sampler.continuations(
            run.run(),
            from,
            now,
            steps,
            config.continuationSamples(),
            config.continuationDeviation(),
            random);
    List<Accepted> accepted = new ArrayList<>();
    for (Continuation continuation : drawn) {
      accepted(continuation, current.get(), rest).ifPresent(accepted::add);
    }
    if (accepted.isEmpty()) {
      return Optional.empty();
    }
    List<Accepted> best =
        accepted.stream()
            .sorted(Comparator.comparingDouble(Accepted::objective))
            .limit(config.continuationsAveraged())
            .toList();
    return Optional.of(
        new Plan(
            joined(run.logLearningRate(), interval, best),
            best.stream().mapToDouble(Accepted::objective).average().orElseThrow()));
  }

  /** The current loss: its mean over the window and how far a prediction of it may be off. */
  record Current(double mean, double tolerance) {}

  /** A continuation from the time at which it passes through the current loss. */
  record Accepted(double[] logLearningRate, double objective) {}

  Optional<Current> current(Run run, double from, double to) {
    double[] losses = ContinuationSampler.losses(run, sweep.sweep().objective().transform());
    Trajectory trajectory = run.trajectory();
    double[] recent =
        IntStream.range(0, losses.length)
            .filter(i -> trajectory.step()[i] > from && trajectory.step()[i] <= to)
            .mapToDouble(i -> losses[i])
            .filter(Double::isFinite)
            .toArray();
    if (recent.length == 0) {
      return Optional.empty();
    }
    double mean = Arrays.stream(recent).average().orElseThrow();
    double squares = Arrays.stream(recent).map(loss -> (loss - mean) * (loss - mean)).sum();
    double deviation = recent.length < 2 ? 0 : Math.sqrt(squares / (recent.length - 1));
    return Optional.of(
        new Current(mean, config.continuationTolerance() * Math.max(noise, deviation)));
  }

  /**
   * Where a continuation passes through the current loss, and what it comes to.
   *
   * @param rest intervals from there to the horizon
   */
  static Optional<Accepted> accepted(Continuation continuation, Current current, int rest) {
    int start = -1;
    double nearest = current.tolerance();
    for (int t = 0; t + rest < continuation.loss().length; t++) {
      double distance = Math.abs(continuation.loss()[t] - current.mean());
      if (distance <= nearest && (start < 0 || distance < nearest)) {
        start = t;
        nearest = distance;
      }
    }
    if (start < 0) {
      return Optional.empty();
    }
    int counted = Math.min(Outcomes.POINTS, rest);
    double objective = 0;
    for (int t = start + rest - counted + 1; t <= start + rest; t++) {
      objective += continuation.objective()[t] / counted;
    }
    double[] rates = Arrays.copyOfRange(continuation.logLearningRate(), start, start + rest + 1);
    boolean usable = Double.isFinite(objective) && Arrays.stream(rates).allMatch(Double::isFinite);
    return usable ? Optional.of(new Accepted(rates, objective)) : Optional.empty();
  }

  private double[] joined(double[] own, int interval, List<Accepted> best) {
    ScheduleBounds bounds = sweep.bounds();
    double[] joined = own.clone();
    double jump = own[interval - 1] - average(best, 0);
    for (int i = interval; i < joined.length; i++) {
      int t = i - interval;
      double middle = 0.5 * (average(best, t) + average(best, t + 1));
      double rate = middle + jump * Math.max(0, 1 - (t + 0.5) / config.continuationJoin());
      joined[i] = Math.min(Math.log(bounds.maximum()), Math.max(Math.log(bounds.minimum()), rate));
    }
    return joined;
  }

  private static double average(List<Accepted> best, int time) {
    return best.stream()
        .mapToDouble(accepted -> accepted.logLearningRate()[time])
        .average()
        .orElseThrow();
  }
}
