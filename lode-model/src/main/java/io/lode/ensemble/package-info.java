/**
 * Fits the forecasters of a group and chooses between them by the error on held-out runs.
 *
 * <p>May import: statistics, trajectory, schedule, forecast, evaluation, model.*.
 */
package io.lode.ensemble;
