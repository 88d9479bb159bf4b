package io.lode.model.modal;

/**
 * What the runs of a group say of its unknowns: a Gaussian around the fit, without the prior that
 * the fit was made under.
 *
 * @param setting the group and its units
 * @param parameters of the fit, (parameter)
 * @param precision of the runs alone: how sharply they determine the parameters; positive
 *     semidefinite, (parameter, parameter)
 * @param deviation standard deviation of what one value is off, in log loss
 * @param autocorrelation of neighbouring values of one run around the fit, at least 0
 * @param offsets log offsets of the runs, (run)
 */
public record ModalEvidence(
    ModalSetting setting,
    double[] parameters,
    double[][] precision,
    double deviation,
    double autocorrelation,
    double[] offsets) {}
