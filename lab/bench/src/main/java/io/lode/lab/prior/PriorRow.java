package io.lode.lab.prior;

/**
 * How far off one predictor was in one family.
 *
 * @param question what was asked, such as the runs per group
 * @param family whose groups were forecast
 * @param predictor its name
 * @param forecasts number of fits that were judged
 * @param curve error of held-out curves: the mean absolute error of a run, the mean over the runs
 *     of a fit, the geometric mean over fits
 * @param last the same of the mean of the last values
 * @param within95 share of held-out values in the band of 95%; NaN where there is no band
 */
public record PriorRow(
    String question,
    String family,
    String predictor,
    int forecasts,
    double curve,
    double last,
    double within95) {}
