package io.lode.artifact;

import io.lode.schedule.Schedule;
import java.util.Comparator;
import java.util.List;

/**
 * How a training that holds a trunk is stopped: from the step at which the user decides to stop,
 * the rate falls from the trunk's to a part of it.
 *
 * @param shape how it falls
 * @param lastPart the last rate as a part of the rate at which the cooldown begins, over 0 and at
 *     most 1
 * @param stops what is recommended and expected, by increasing first step; at least one
 */
public record Cooldowns(Shape shape, double lastPart, List<Stop> stops) {

  /** How the rate falls: by 1 less a function of the part of the cooldown that is done. */
  public enum Shape {
    /** On a straight line. */
    LINEAR("linear") {
      @Override
      double fallen(double done) {
        return done;
      }
    },
    /** Fast at first, slow at the end. */
    ROOT("1-sqrt") {
      @Override
      double fallen(double done) {
        return Math.sqrt(done);
      }
    };

    private final String label;

    Shape(String label) {
      this.label = label;
    }

    /** The name in artifacts. */
    public String label() {
      return label;
    }

    /**
     * The shape of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Shape of(String label) {
      for (Shape shape : values()) {
        if (shape.label.equals(label)) {
          return shape;
        }
      }
      throw new IllegalArgumentException("anytime.shape must be linear or 1-sqrt, found " + label);
    }

    /** The part of the fall that is done when a part of the cooldown is. */
    abstract double fallen(double done);
  }

  /**
   * A stop.
   *
   * @param fromStep step at which the cooldown begins
   * @param steps of the cooldown
   * @param objective expected at its end
   * @param standardDeviation of that
   */
  public record Stop(double fromStep, double steps, double objective, double standardDeviation) {}

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if there is no stop, a step is not positive, the first steps
   *     do not increase, or the last part is none
   */
  public Cooldowns {
    if (!(lastPart > 0) || lastPart > 1) {
      throw new IllegalArgumentException(
          "anytime.lastPart must be over 0 and at most 1, found " + lastPart);
    }
    if (stops.isEmpty()) {
      throw new IllegalArgumentException("anytime.cooldowns must hold one or more, found none");
    }
    double before = 0;
    for (Stop stop : stops) {
      if (!(stop.fromStep() > before) || !(stop.steps() > 0) || Double.isInfinite(stop.steps())) {
        throw new IllegalArgumentException(
            "anytime.cooldowns must begin at increasing steps over 0 and take steps over 0, found"
                + " one from step "
                + stop.fromStep()
                + " over "
                + stop.steps());
      }
      before = stop.fromStep();
    }
    stops = stops.stream().sorted(Comparator.comparingDouble(Stop::fromStep)).toList();
  }

  /**
   * The recommended length of a cooldown that begins at a step: on a straight line between the
   * stops, in proportion to the step before the first and after the last.
   */
  public double steps(double fromStep) {
    Stop first = stops.get(0);
    Stop last = stops.get(stops.size() - 1);
    if (fromStep <= first.fromStep()) {
      return first.steps() * fromStep / first.fromStep();
    }
    if (fromStep >= last.fromStep()) {
      return last.steps() * fromStep / last.fromStep();
    }
    int right = 1;
    while (stops.get(right).fromStep() < fromStep) {
      right++;
    }
    Stop before = stops.get(right - 1);
    Stop after = stops.get(right);
    double part = (fromStep - before.fromStep()) / (after.fromStep() - before.fromStep());
    return before.steps() + part * (after.steps() - before.steps());
  }

  /**
   * The trunk up to a step, the cooldown from there, and the last rate after it.
   *
   * @param trunk rate where nobody stops
   * @param fromStep at which the cooldown begins
   * @param steps of the cooldown, over 0
   */
  public Schedule stopped(Schedule trunk, double fromStep, double steps) {
    double first = trunk.learningRate(fromStep);
    return step ->
        step <= fromStep
            ? trunk.learningRate(step)
            : first * (1 - (1 - lastPart) * shape.fallen(Math.min(1, (step - fromStep) / steps)));
  }
}
