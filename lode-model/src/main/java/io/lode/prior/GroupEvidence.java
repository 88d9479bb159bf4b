package io.lode.prior;

import io.lode.forecast.TrainingException;
import io.lode.model.modal.ModalEvidence;
import io.lode.trajectory.GroupKey;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;

/**
 * What one group says of the transferable unknowns: a Gaussian likelihood, without any prior.
 *
 * @param group whose runs were fitted
 * @param runs fingerprints of them
 * @param steps of a full run, which times are counted in
 * @param precision how sharply they determine the unknowns, positive semidefinite, ({@link
 *     Unknown}, {@link Unknown})
 * @param information precision times the best value, ({@link Unknown})
 * @param deviation standard deviation of what one value is off the fit, in log loss
 * @param offset root mean square log offset of the runs
 */
public record GroupEvidence(
    GroupKey group,
    List<String> runs,
    double steps,
    double[][] precision,
    double[] information,
    double deviation,
    double offset)
    implements Serializable {

  /** Smallest part of a run's values that count as independent. */
  private static final double SMALLEST_EFFECTIVE = 0.02;

  /**
   * Largest precision of an unknown. Beyond, rounding leaves nothing of what a fit says of the
   * other unknowns. Runs that diverged bring such fits: there the model's derivatives explode.
   */
  private static final double LARGEST_PRECISION = 1e12;

  /** Copies the list. */
  public GroupEvidence {
    runs = List.copyOf(runs);
  }

  /**
   * What a fit says, in transferable units.
   *
   * @param runs fingerprints of the runs that were fitted
   * @throws TrainingException if the fit is so sharp that nothing can be read off it
   */
  static GroupEvidence of(ModalEvidence fit, List<String> runs, double smoothness) {
    double[] parameters = fit.parameters();
    int constants = parameters.length - 5;
    double[] exponents = {
      parameters[constants], parameters[constants + 1], parameters[constants + 2]
    };
    UnknownsMap map = UnknownsMap.of(fit.setting(), exponents, smoothness);
    // Neighbouring values repeat each other, so that they count as fewer.
    double effective =
        Math.max(SMALLEST_EFFECTIVE, (1 - fit.autocorrelation()) / (1 + fit.autocorrelation()));
    double[][] sharp = Matrices.combination(effective, fit.precision(), 0, fit.precision());
    // (A^-1 + R)^-1 = A (1 + R A)^-1, where A may be singular.
    double[][] blurred =
        Matrices.product(
            sharp,
            Matrices.inverse(
                Matrices.sum(
                    Matrices.identity(parameters.length),
                    Matrices.product(map.roughness(), sharp))));
    double[][] weighted = Matrices.product(Matrices.transpose(map.design()), blurred);
    double[][] precision = Matrices.symmetric(Matrices.product(weighted, map.design()));
    requireReadable(precision);
    double squares = 0;
    for (double offset : fit.offsets()) {
      squares += offset * offset;
    }
    return new GroupEvidence(
        fit.setting().sweep().group(),
        runs,
        fit.setting().basis().referenceSteps(),
        precision,
        Matrices.product(weighted, Matrices.difference(parameters, map.origin())),
        fit.deviation(),
        Math.sqrt(squares / fit.offsets().length));
  }

  private static void requireReadable(double[][] precision) {
    for (Unknown unknown : Unknown.values()) {
      double found = precision[unknown.index()][unknown.index()];
      if (!(found <= LARGEST_PRECISION)) {
        throw new TrainingException(
            String.format(
                Locale.ROOT,
                "the fit gives '%s' a precision of %.3g, expected at most %.3g; runs that diverged"
                    + " may be why",
                unknown.words(),
                found,
                LARGEST_PRECISION));
      }
    }
  }
}
