package io.lode.jobs.conf.source;

import io.lode.schedule.ParametricSchedules;
import io.lode.schedule.Schedule;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The learning rate of a run where it was not logged, from its hyperparameters and a parametric
 * shape.
 *
 * @param shape the shape after the warm-up
 * @param parameters expressions by the parameter's name, such as {@code peak}
 */
public record DerivedRate(Shape shape, Map<String, Expression> parameters) implements Serializable {

  /** The parameter that any shape may have: steps of linear warm-up from 0. */
  public static final String WARMUP_STEPS = "warmup-steps";

  /** The parametric shapes by the name that a source file gives them. */
  public enum Shape {
    CONSTANT("constant"),
    STEP("step"),
    LINEAR("linear"),
    EXPONENTIAL("exponential"),
    COSINE("cosine"),
    ONE_CYCLE("one-cycle"),
    STABLE_DECAY("stable-decay");

    private final String label;

    Shape(String label) {
      this.label = label;
    }

    /** The name in a source file, without {@code warmup-}. */
    public String label() {
      return label;
    }

    /** Parameters that must be given. */
    public List<String> required() {
      return switch (this) {
        case CONSTANT, LINEAR, COSINE, ONE_CYCLE -> List.of("peak");
        case STEP -> List.of("peak", "factor", "stages");
        case EXPONENTIAL -> List.of("peak", "last");
        case STABLE_DECAY -> List.of("peak", "decay-fraction");
      };
    }

    /** Parameters that are 0 where not given. */
    public List<String> optional() {
      return switch (this) {
        case LINEAR, COSINE, STABLE_DECAY -> List.of("last", WARMUP_STEPS);
        case CONSTANT, STEP, EXPONENTIAL, ONE_CYCLE -> List.of(WARMUP_STEPS);
      };
    }

    static List<String> labels() {
      return Arrays.stream(values()).map(Shape::label).toList();
    }
  }

  /**
   * The schedule of a run.
   *
   * @param variables the run's hyperparameters, and {@code total_steps}
   * @param totalSteps length of the whole schedule, warm-up included
   * @throws IllegalArgumentException if a parameter has no value or the rates are not finite and
   *     positive at the peak
   */
  public Schedule schedule(Expression.Variables variables, double totalSteps) {
    double peak = parameters.get("peak").evaluate(variables);
    if (!(peak > 0 && Double.isFinite(peak))) {
      throw new IllegalArgumentException("peak must be positive and finite, found " + peak);
    }
    double warmup = optional(WARMUP_STEPS, variables);
    if (!(warmup >= 0 && warmup < totalSteps)) {
      throw new IllegalArgumentException(
          "warmup-steps must be at least 0 and below the total "
              + totalSteps
              + ", found "
              + warmup);
    }
    double rest = totalSteps - warmup;
    double last = optional("last", variables);
    Schedule afterwards =
        switch (shape) {
          case CONSTANT -> ParametricSchedules.constant(peak);
          case STEP ->
              ParametricSchedules.step(
                  peak,
                  parameters.get("factor").evaluate(variables),
                  (int) Math.round(parameters.get("stages").evaluate(variables)),
                  rest);
          case LINEAR -> ParametricSchedules.linear(peak, last, rest);
          case EXPONENTIAL ->
              ParametricSchedules.exponential(
                  peak, parameters.get("last").evaluate(variables), rest);
          case COSINE -> ParametricSchedules.cosine(peak, last, rest);
          case ONE_CYCLE -> ParametricSchedules.oneCycle(peak, rest);
          case STABLE_DECAY ->
              ParametricSchedules.stableDecay(
                  peak, last, parameters.get("decay-fraction").evaluate(variables), rest);
        };
    return warmup == 0 ? afterwards : ParametricSchedules.warmup(warmup, afterwards);
  }

  private double optional(String parameter, Expression.Variables variables) {
    Expression expression = parameters.get(parameter);
    return expression == null ? 0 : expression.evaluate(variables);
  }
}
