package io.lode.model.modal;

import io.lode.trajectory.GroupKey;

/**
 * A group that is to be fitted, and the units in which its unknowns are counted.
 *
 * @param group whose runs are fitted
 * @param basis grid of modes, reference rate and reference length of the fit
 * @param smallestLoss smallest loss that a run observed, transformed back from its logarithm,
 *     positive
 * @param usualRate largest rate of the run that ended best: the unit of rates that transfers from
 *     one group to another
 * @param weightNorm what theory expects of the norm of the weights; absent where the model leaves
 *     the norm out
 */
public record ModalSetting(
    GroupKey group,
    ModalBasis basis,
    double smallestLoss,
    double usualRate,
    WeightNormPrior weightNorm) {}
