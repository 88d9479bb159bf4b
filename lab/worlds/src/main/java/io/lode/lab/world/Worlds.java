package io.lode.lab.world;

import io.lode.schedule.ScheduleBounds;
import java.util.List;
import java.util.Locale;

/**
 * The worlds by name, each with a standard instance and any number of variants.
 *
 * <p>A variant is another instance of the same kind, drawn by a seed, so that what is tuned on one
 * can be measured on others.
 */
public final class Worlds {

  /** Stands for the standard instance where a variant is asked for. */
  public static final long STANDARD = 0;

  private static final double[] QUADRATIC_PEAKS = {0.1, 0.3, 1.0, 2.2};
  private static final double[] LANGUAGE_MODEL_PEAKS = {4e-5, 8e-5, 1.6e-4, 3e-4};

  private Worlds() {}

  /** The names that {@link #named} takes. */
  public static List<String> names() {
    return List.of(
        "quadratic",
        "over-fitting",
        "multi-power-law",
        "multi-power-law-100m",
        "multi-power-law-25m",
        "network-adam",
        "network-sgd");
  }

  /**
   * A world by its name, that trains on one thread.
   *
   * @param name one of {@link #names}
   * @param variant {@link #STANDARD}, or the seed of a variant
   * @throws IllegalArgumentException if no world has this name
   */
  public static World named(String name, long variant) {
    return named(name, variant, 1);
  }

  /**
   * A world by its name.
   *
   * @param name one of {@link #names}
   * @param variant {@link #STANDARD}, or the seed of a variant
   * @param threads that train networks side by side; closed forms need none
   * @throws IllegalArgumentException if no world has this name or there are no threads
   */
  public static World named(String name, long variant, int threads) {
    return switch (name) {
      case "quadratic" -> quadratic(variant);
      case "over-fitting" -> overFitting(variant);
      case "multi-power-law" -> multiPowerLaw(MultiPowerLawSize.M400, variant);
      case "multi-power-law-100m" -> multiPowerLaw(MultiPowerLawSize.M100, variant);
      case "multi-power-law-25m" -> multiPowerLaw(MultiPowerLawSize.M25, variant);
      case "network-adam" -> network(NetworkOptimizer.ADAM, variant, threads);
      case "network-sgd" -> network(NetworkOptimizer.SGD, variant, threads);
      default ->
          throw new IllegalArgumentException(
              "world must be one of " + String.join(", ", names()) + ", found '" + name + "'");
    };
  }

  /** Noisy gradient descent on a quadratic of 64 curvatures, 1,200 steps. */
  public static World quadratic(long variant) {
    return quadratic("quadratic", NoisyQuadratic.Shape.STANDARD, variant);
  }

  /** The quadratic world with its training optimum beyond its validation optimum. */
  public static World overFitting(long variant) {
    return quadratic("over-fitting", NoisyQuadratic.Shape.STANDARD.displacedBy(1), variant);
  }

  private static World quadratic(String name, NoisyQuadratic.Shape standard, long variant) {
    int stepsPerInterval = 20;
    double minimum = 1e-3;
    NoisyQuadratic.Shape shape =
        variant == STANDARD ? standard : NoisyQuadratic.Shape.variant(variant, standard);
    return new ClosedFormWorld(
        instance(name, variant),
        shape.law(),
        RateRule.FREE,
        stepsPerInterval,
        new ScheduleBounds(minimum, last(QUADRATIC_PEAKS)),
        SweepSchedule.ordinary(
            QUADRATIC_PEAKS, minimum, (double) Intervals.COUNT * stepsPerInterval),
        new ObservationNoise(0, 0.01, 0.02));
  }

  /** Sizes of language model that the Multi-Power Law was published for, in millions. */
  public enum MultiPowerLawSize {
    M25,
    M100,
    M400
  }

  /** Language models as the Multi-Power Law predicts them, 24,000 steps. */
  public static World multiPowerLaw(MultiPowerLawSize size, long variant) {
    int stepsPerInterval = 400;
    double minimum = 3e-6;
    MultiPower published = published(size);
    MultiPower law = variant == STANDARD ? published : MultiPower.variant(variant, published);
    String suffix =
        size == MultiPowerLawSize.M400
            ? ""
            : "-" + size.name().substring(1).toLowerCase(Locale.ROOT) + "m";
    return new ClosedFormWorld(
        instance("multi-power-law" + suffix, variant),
        law,
        RateRule.NOT_RISING_AFTER_WARMUP,
        stepsPerInterval,
        new ScheduleBounds(minimum, last(LANGUAGE_MODEL_PEAKS)),
        SweepSchedule.annealing(
            LANGUAGE_MODEL_PEAKS,
            minimum,
            RateRule.WARMUP_INTERVALS,
            (double) Intervals.COUNT * stepsPerInterval),
        new ObservationNoise(law.floor(), 0.01, 0.002));
  }

  private static MultiPower published(MultiPowerLawSize size) {
    return switch (size) {
      case M25 -> MultiPower.SIZE_25M;
      case M100 -> MultiPower.SIZE_100M;
      case M400 -> MultiPower.SIZE_400M;
    };
  }

  /**
   * Small networks that are really trained, 1,200 steps; a variant learns from another teacher.
   *
   * @param threads that train runs side by side; results do not depend on it
   * @throws IllegalArgumentException if there are no threads
   */
  public static World network(NetworkOptimizer optimizer, long variant, int threads) {
    return NetworkWorld.standard(
        instance("network-" + optimizer.label(), variant),
        optimizer,
        RegressionTask.of(variant),
        threads);
  }

  private static String instance(String name, long variant) {
    return variant == STANDARD ? name : name + "-variant-" + variant;
  }

  private static double last(double[] values) {
    return values[values.length - 1];
  }
}
