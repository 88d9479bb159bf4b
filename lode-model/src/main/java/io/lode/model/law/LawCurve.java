package io.lode.model.law;

/**
 * Evaluates the Multi-Power Law of Luo et al. (2025, arXiv:2503.12811) along a schedule.
 *
 * <pre>
 * L(t) = L0 + A S_1(t)^-alpha - B sum_k (eta_(k-1) - eta_k) G(eta_k^-gamma S_k(t))
 * G(x) = 1 - (1 + C x)^-beta
 * </pre>
 *
 * with eta_0 = 0 and S_k(t) the area under the rate from change k to step t, of which the head
 * counts for its share.
 */
final class LawCurve {

  /** Smallest loss whose logarithm is taken: a guard against 0. */
  private static final double SMALLEST_LOSS = 1e-12;

  private LawCurve() {}

  /** The logarithm of the loss at each wanted step, (time). */
  static double[] logLoss(LawParameters p, RateChanges changes) {
    double[] curve = new double[changes.area().length];
    double[] scale = annealingScales(p, changes);
    for (int t = 0; t < curve.length; t++) {
      double now = done(p, changes, changes.area()[t]);
      double loss = p.floor() + p.amplitude() * Math.pow(now, -p.exponent());
      for (int k = 0; k < scale.length; k++) {
        double since = now - done(p, changes, changes.areaBefore()[k]);
        if (since <= 0) {
          break;
        }
        // log1p is several times slower, and what it saves is below the rounding of the loss.
        double left = Math.exp(-p.annealingExponent() * Math.log(1 + scale[k] * since));
        loss -= p.annealingAmplitude() * changes.change()[k] * (1 - left);
      }
      curve[t] = Math.log(Math.max(SMALLEST_LOSS, loss));
    }
    return curve;
  }

  /**
   * The derivative of {@link #logLoss} by the logarithm of each parameter, (time, parameter in the
   * order of {@link LawParameters}); 0 where the loss is at its smallest.
   */
  static double[][] slopes(LawParameters p, RateChanges changes) {
    double[][] slopes = new double[changes.area().length][LawParameters.COUNT];
    double[] scale = annealingScales(p, changes);
    for (int t = 0; t < slopes.length; t++) {
      double[] slope = slopes[t];
      double now = done(p, changes, changes.area()[t]);
      double nowByShare = doneByShare(p, changes, changes.area()[t]);
      double power = p.amplitude() * Math.pow(now, -p.exponent());
      slope[0] = p.floor();
      slope[1] = power;
      slope[2] = -power * p.exponent() * Math.log(now);
      slope[7] = -power * p.exponent() * nowByShare / now;
      for (int k = 0; k < scale.length; k++) {
        double before = changes.areaBefore()[k];
        double since = now - done(p, changes, before);
        if (since <= 0) {
          break;
        }
        double weight = -p.annealingAmplitude() * changes.change()[k];
        double grown = scale[k] * since;
        double logGrown = Math.log(1 + grown);
        double left = Math.exp(-p.annealingExponent() * logGrown);
        double byLogGrown = p.annealingExponent() * left * grown / (1 + grown);
        slope[3] += weight * (1 - left);
        slope[4] += weight * byLogGrown;
        slope[5] += weight * p.annealingExponent() * left * logGrown;
        slope[6] -= weight * byLogGrown * p.rateExponent() * changes.logRate()[k];
        slope[7] += weight * byLogGrown * (nowByShare - doneByShare(p, changes, before)) / since;
      }
      double loss = p.floor() + power + slope[3];
      for (int i = 0; i < slope.length; i++) {
        slope[i] = loss > SMALLEST_LOSS ? slope[i] / loss : 0;
      }
    }
    return slopes;
  }

  /** C eta_k^-gamma of every change. */
  private static double[] annealingScales(LawParameters p, RateChanges changes) {
    double[] scale = new double[changes.change().length];
    for (int k = 0; k < scale.length; k++) {
      scale[k] = p.annealingRate() * Math.exp(-p.rateExponent() * changes.logRate()[k]);
    }
    return scale;
  }

  /** Area since step 0, where the head counts for its share. */
  private static double done(LawParameters p, RateChanges changes, double area) {
    return p.headShare() * (changes.headArea() + Math.min(0, area)) + Math.max(0, area);
  }

  /** Derivative of {@link #done} by the logarithm of the head's share. */
  private static double doneByShare(LawParameters p, RateChanges changes, double area) {
    return p.headShare() * (changes.headArea() + Math.min(0, area));
  }
}
