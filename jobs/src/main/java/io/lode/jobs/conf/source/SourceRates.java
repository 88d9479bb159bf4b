package io.lode.jobs.conf.source;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import io.lode.jobs.conf.KnownKeys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a source file says of learning rates and of the length of runs.
 *
 * @param derived the schedule that runs follow, or null where they log their rates
 * @param totalSteps how many steps a run is to take, or null where the file does not say
 */
record SourceRates(DerivedRate derived, Choice<Expression> totalSteps) {

  /**
   * Reads both.
   *
   * @throws IllegalArgumentException if a key or value is wrong, or total steps are given twice or
   *     missing
   */
  static SourceRates of(SourceSection section) {
    Config source = section.source();
    Config rate = source.hasPath("learning-rate") ? source.getConfig("learning-rate") : null;
    return new SourceRates(
        rate == null ? null : derived(section, rate.root()), totalSteps(section, rate));
  }

  private static DerivedRate derived(SourceSection section, ConfigObject object) {
    String derive = object.toConfig().getString("derive");
    boolean warmup = derive.startsWith("warmup-");
    String label = warmup ? derive.substring("warmup-".length()) : derive;
    DerivedRate.Shape shape =
        Arrays.stream(DerivedRate.Shape.values())
            .filter(known -> known.label().equals(label))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "learning-rate.derive must be one of "
                            + String.join(", ", DerivedRate.Shape.labels())
                            + ", each also with warmup- before it, found '"
                            + derive
                            + "'"));
    List<String> required = new ArrayList<>(shape.required());
    if (warmup) {
      required.add(DerivedRate.WARMUP_STEPS);
    }
    List<String> known = new ArrayList<>(required);
    known.addAll(shape.optional());
    known.addAll(List.of("derive", "total-steps"));
    KnownKeys.require(object, known, section.where("learning-rate"));
    Map<String, Expression> parameters = new TreeMap<>();
    object.forEach(
        (parameter, value) -> {
          if (!parameter.equals("derive") && !parameter.equals("total-steps")) {
            parameters.put(parameter, Expression.parse(String.valueOf(value.unwrapped())));
          }
        });
    for (String parameter : required) {
      if (!parameters.containsKey(parameter)) {
        throw new IllegalArgumentException(
            "learning-rate." + parameter + " is missing, which " + derive + " needs");
      }
    }
    return new DerivedRate(shape, parameters);
  }

  private static Choice<Expression> totalSteps(SourceSection section, Config rate) {
    Config source = section.source();
    boolean inRate = rate != null && rate.hasPath("total-steps");
    if (inRate && source.hasPath("total-steps")) {
      throw new IllegalArgumentException(
          "total-steps is given twice, once below learning-rate; expected one");
    }
    if (inRate) {
      return section.choice(
          "learning-rate.total-steps", rate.getValue("total-steps"), Expression::parse);
    }
    if (source.hasPath("total-steps")) {
      return section.choice("total-steps", source.getValue("total-steps"), Expression::parse);
    }
    if (rate != null && !isConstant(rate)) {
      throw new IllegalArgumentException(
          "total-steps is missing, which a derived learning rate needs");
    }
    return null;
  }

  /** Whether the rate is the same at every step, however many there are. */
  private static boolean isConstant(Config rate) {
    return rate.getString("derive").endsWith(DerivedRate.Shape.CONSTANT.label());
  }
}
