package io.lode.lab.prove;

import io.lode.trajectory.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.inference.TTest;

/**
 * Two methods compared seed by seed.
 *
 * @param gain mean of the differences, positive where the first is better
 * @param standardError of that; NaN with fewer than two seeds
 * @param pValue of Student's paired test, two-sided; NaN where it cannot be made
 * @param seeds that both have
 */
public record Paired(double gain, double standardError, double pValue, int seeds) {

  static Paired of(ProofEntry first, ProofEntry second, Direction direction) {
    Map<Long, Double> theirs = second.testBySeed();
    List<Double> a = new ArrayList<>();
    List<Double> b = new ArrayList<>();
    first
        .testBySeed()
        .forEach(
            (seed, value) -> {
              if (theirs.containsKey(seed)) {
                a.add(value);
                b.add(theirs.get(seed));
              }
            });
    double sign = direction == Direction.MAXIMIZE ? 1 : -1;
    double[] differences = new double[a.size()];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = sign * (a.get(i) - b.get(i));
    }
    double variance = differences.length > 1 ? StatUtils.variance(differences) : Double.NaN;
    double pValue = variance > 0 ? new TTest().tTest(0, differences) : Double.NaN;
    return new Paired(
        StatUtils.mean(differences),
        Math.sqrt(variance / differences.length),
        pValue,
        differences.length);
  }
}
