package io.lode.jobs.group;

import io.lode.forecast.SweepOutcomes;
import io.lode.search.DiagnosisConfig;
import io.lode.search.evidence.Finding;
import io.lode.search.evidence.SweepDiagnosis;
import io.lode.trajectory.Sweep;
import java.io.Serializable;
import java.util.ArrayList;

/**
 * What the sweep of a group lacks at the end of training.
 *
 * @param findings the gravest first
 */
public record GroupDiagnosis(ArrayList<Finding> findings) implements Serializable {

  /**
   * The diagnosis of a sweep.
   *
   * @throws IllegalArgumentException if no run logged a positive learning rate
   */
  public static GroupDiagnosis of(Sweep sweep, DiagnosisConfig config) {
    return new GroupDiagnosis(
        new ArrayList<>(SweepDiagnosis.of(SweepOutcomes.of(sweep, sweep.totalSteps()), config)));
  }
}
