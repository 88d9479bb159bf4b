package io.lode.lab.world;

import io.lode.schedule.Schedule;
import io.lode.schedule.ScheduleBounds;
import io.lode.trajectory.Run;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A world of small networks that are really trained, outside the class of any law.
 *
 * <p>A {@link Perceptron} of 48 units a layer learns a {@link RegressionTask} in 1,200 mini-batches
 * of 32. A run has diverged when its validation loss exceeds three times what it started from or is
 * no longer finite. The best schedule is not known.
 *
 * @param name what it is called
 * @param optimizer that trains
 * @param task what is learnt
 * @param batch examples of a mini-batch, a positive multiple of 4
 * @param initialScale standard deviation of the first weights, over the root of 1 / fan-in
 * @param threads that train runs side by side, at least 1; results do not depend on it
 */
record NetworkWorld(
    String name,
    NetworkOptimizer optimizer,
    RegressionTask task,
    int batch,
    double initialScale,
    int threads)
    implements World {

  private static final int HIDDEN = 48;
  private static final int BATCH = 32;
  private static final int VALIDATION_BATCH = 32;
  private static final int STEPS_PER_INTERVAL = 20;

  /** Keeps the luck of true outcomes apart from that of training runs under the same seed. */
  private static final long OUTCOME_SALT = 0x6a09e667f3bcc909L;

  /**
   * Checks the threads.
   *
   * @throws IllegalArgumentException if there are none
   */
  NetworkWorld {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, found " + threads);
    }
  }

  /** The world that ordinary sweeps are made in: mini-batches of 32, weights of 1 / fan-in. */
  static NetworkWorld standard(
      String name, NetworkOptimizer optimizer, RegressionTask task, int threads) {
    return new NetworkWorld(name, optimizer, task, BATCH, 1, threads);
  }

  @Override
  public double totalSteps() {
    return (double) Intervals.COUNT * STEPS_PER_INTERVAL;
  }

  @Override
  public ScheduleBounds bounds() {
    double[] peaks = optimizer.peaks();
    return new ScheduleBounds(0.04 * peaks[0], peaks[peaks.length - 1]);
  }

  @Override
  public List<SweepSchedule> sweepSchedules() {
    return SweepSchedule.ordinary(optimizer.peaks(), bounds().minimum(), totalSteps());
  }

  @Override
  public List<Run> train(
      List<? extends Schedule> schedules, List<String> names, double steps, long seed) {
    SimulatedLog.checkNames(schedules, names);
    Intervals intervals = Intervals.upTo(steps, STEPS_PER_INTERVAL);
    List<SplittableRandom> luck = split(seed, names.size());
    return eachOf(
        names.size(),
        i ->
            train(schedules.get(i), intervals, luck.get(i))
                .run(names.get(i), seed, i, totalSteps()));
  }

  @Override
  public TrueOutcome trueOutcome(Schedule schedule, double step, int repeats, long seed) {
    if (repeats < 1) {
      throw new IllegalArgumentException("repeats must be at least 1, found " + repeats);
    }
    Intervals intervals = Intervals.upTo(step, STEPS_PER_INTERVAL);
    List<SplittableRandom> luck = split(seed ^ OUTCOME_SALT, repeats);
    List<SimulatedLog> logs = eachOf(repeats, i -> train(schedule, intervals, luck.get(i)));
    return TrueOutcome.ofRepeats(logs.stream().mapToDouble(SimulatedLog::lastValidation).toArray());
  }

  @Override
  public World with(Difference difference) {
    if (difference instanceof Difference.BatchSize size) {
      return new NetworkWorld(name, optimizer, task, size.examples(), initialScale, threads);
    }
    if (difference instanceof Difference.InitialScale scale) {
      return new NetworkWorld(name, optimizer, task, batch, scale.factor(), threads);
    }
    throw new IllegalArgumentException(
        "runs of world "
            + name
            + " differ in their batch or their first weights, found "
            + difference.label());
  }

  @Override
  public Optional<KnownOptimum> bestKnown(double step) {
    return Optional.empty();
  }

  private static List<SplittableRandom> split(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    List<SplittableRandom> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      parts.add(random.split());
    }
    return parts;
  }

  private <T> List<T> eachOf(int count, IntFunction<T> task) {
    if (threads == 1) {
      return IntStream.range(0, count).mapToObj(task).toList();
    }
    ForkJoinPool pool = new ForkJoinPool(threads);
    try {
      return pool.submit(() -> IntStream.range(0, count).parallel().mapToObj(task).toList()).join();
    } finally {
      pool.shutdown();
    }
  }

  private SimulatedLog train(Schedule schedule, Intervals intervals, SplittableRandom random) {
    double[] rates = intervals.meanRates(schedule);
    Perceptron network =
        new Perceptron(RegressionTask.INPUTS, HIDDEN, Math.max(batch, VALIDATION_BATCH));
    network.initialize(random, initialScale);
    NetworkOptimizer.Update update = optimizer.update(network.parameters());
    double limit = ClosedFormWorld.DIVERGED_FACTOR * validationLoss(network);
    double[] training = new double[rates.length];
    double[] validation = new double[rates.length];
    int completed = 0;
    while (completed < rates.length) {
      int steps = intervals.length(completed);
      double loss = trainInterval(network, update, (float) rates[completed], steps, random);
      double validated = validationLoss(network);
      if (!(validated <= limit)) {
        break;
      }
      training[completed] = loss;
      validation[completed] = validated;
      completed++;
    }
    return new SimulatedLog(
        intervals,
        intervals.endRates(schedule),
        Arrays.copyOf(training, completed),
        Arrays.copyOf(validation, completed));
  }

  /** The mean of the mini-batch losses over an interval. */
  private double trainInterval(
      Perceptron network,
      NetworkOptimizer.Update update,
      float rate,
      int steps,
      SplittableRandom random) {
    float[][] input = new float[batch][];
    float[] target = new float[batch];
    double sum = 0;
    for (int step = 0; step < steps; step++) {
      for (int b = 0; b < batch; b++) {
        int example = random.nextInt(task.trainingTarget().length);
        input[b] = task.trainingInput()[example];
        target[b] = task.trainingTarget()[example];
      }
      sum += network.differentiate(input, target, batch);
      update.step(network.parameters(), network.gradient(), rate);
    }
    return sum / steps;
  }

  private double validationLoss(Perceptron network) {
    float[][] input = new float[VALIDATION_BATCH][];
    float[] target = new float[VALIDATION_BATCH];
    int examples = task.validationTarget().length;
    double sum = 0;
    for (int from = 0; from < examples; from += VALIDATION_BATCH) {
      System.arraycopy(task.validationInput(), from, input, 0, VALIDATION_BATCH);
      System.arraycopy(task.validationTarget(), from, target, 0, VALIDATION_BATCH);
      sum += network.loss(input, target, VALIDATION_BATCH) * VALIDATION_BATCH;
    }
    return sum / examples;
  }
}
