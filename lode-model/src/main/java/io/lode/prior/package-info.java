/**
 * What groups know of each other: a distribution over the forecaster's unknowns in units that
 * transfer from one group to another, estimated from groups, and the fit of a group under it.
 *
 * <p>May import: settings, statistics, trajectory, schedule, forecast, artifact, model.modal,
 * longrun.
 */
package io.lode.prior;
