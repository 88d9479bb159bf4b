package io.lode.lab.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What came of one first sweep.
 *
 * @param sweep how it was drawn
 * @param loop what LODE published, night by night, and the truth of the best run and the optimum
 * @param rule true objective of the rule: the best run's peak, cooled down over the last fifth
 * @param tuned true objectives of the best trial of the tuner, after as many trials as runs of the
 *     sweep and after each night's further ones, (night)
 */
public record FirstNightResult(
    FirstNightSweep sweep,
    RegretResult loop,
    RegretResult.Published rule,
    List<RegretResult.Published> tuned) {

  /** Each method's published schedule by its name in the table. */
  Map<String, RegretResult.Published> methods() {
    Map<String, RegretResult.Published> methods = new LinkedHashMap<>();
    for (int night = 0; night < loop.nights().size(); night++) {
      methods.put("planned, night " + night, loop.nights().get(night).planned());
    }
    for (int night = 0; night < loop.nights().size(); night++) {
      methods.put("proven, night " + night, loop.nights().get(night).proven());
    }
    methods.put("rule", rule);
    for (int night = 0; night < tuned.size(); night++) {
      methods.put("tuner, night " + night, tuned.get(night));
    }
    return methods;
  }
}
