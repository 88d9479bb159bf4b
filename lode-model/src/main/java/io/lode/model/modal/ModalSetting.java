package io.lode.model.modal;

import io.lode.trajectory.Sweep;

/**
 * A group that is to be fitted, and the units in which its unknowns are counted.
 *
 * @param sweep the runs that are fitted, those left out that did not learn
 * @param basis grid of modes, reference rate and reference length of the fit
 * @param smallestLoss smallest loss that a run observed, transformed back from its logarithm,
 *     positive
 * @param usualRate largest rate of the run that ended best: the unit of rates that transfers from
 *     one group to another
 * @param weightNorm what theory expects of the norm of the weights; absent where the model leaves
 *     the norm out
 */
public record ModalSetting(
    Sweep sweep,
    ModalBasis basis,
    double smallestLoss,
    double usualRate,
    WeightNormPrior weightNorm) {}
