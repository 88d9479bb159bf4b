package io.lode.model.residual;

import java.util.function.IntFunction;

/**
 * How much of the residual's forecasts of left-out runs was right: the factor that makes their
 * squared error smallest.
 *
 * @param foldOf which fold a run was left out with, (run)
 * @param product mean over time of forecast times truth, (run)
 * @param square mean over time of the squared forecast, (run)
 */
record Shrinkage(int[] foldOf, double[] product, double[] square) {

  /** No fold's index, so that every run counts. */
  private static final int NO_FOLD = -1;

  /**
   * Compares each run with the forecasts of the fit that has not seen it.
   *
   * @param all residuals of the folds' modal models, NaN where not observed, (fold, run, interval)
   * @param foldOf which fold a run was left out with, (run)
   * @param read what a fold's fit forecasts, (member, run, interval)
   */
  static Shrinkage of(double[][][] all, int[] foldOf, IntFunction<double[][][]> read) {
    double[] product = new double[foldOf.length];
    double[] square = new double[foldOf.length];
    for (int fold = 0; fold < all.length; fold++) {
      double[][][] forecasts = read.apply(fold);
      for (int run = 0; run < foldOf.length; run++) {
        if (foldOf[run] != fold) {
          continue;
        }
        int count = 0;
        for (int k = 0; k < all[fold][run].length; k++) {
          double truth = all[fold][run][k];
          if (!Double.isNaN(truth)) {
            double forecast = 0;
            for (double[][] member : forecasts) {
              forecast += member[run][k] / forecasts.length;
            }
            product[run] += forecast * truth;
            square[run] += forecast * forecast;
            count++;
          }
        }
        product[run] /= Math.max(1, count);
        square[run] /= Math.max(1, count);
      }
    }
    return new Shrinkage(foldOf, product, square);
  }

  /** The factor, in [0, 1], by all runs; 0 if every forecast was 0. */
  double ofAll() {
    return without(NO_FOLD);
  }

  /** The factor, in [0, 1], by the runs outside of a fold; 0 if every forecast was 0. */
  double without(int fold) {
    double products = 0;
    double squares = 0;
    for (int run = 0; run < foldOf.length; run++) {
      if (foldOf[run] != fold) {
        products += product[run];
        squares += square[run];
      }
    }
    return squares > 0 ? Math.max(0, Math.min(1, products / squares)) : 0;
  }
}
