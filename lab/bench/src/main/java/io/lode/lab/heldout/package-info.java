/**
 * How well runs are forecast that were held out of the fit: the error on wide sweeps, and whether
 * bands hold what they promise.
 *
 * <p>May import: trajectory, schedule, forecast, statistics, evaluation, ensemble.
 */
package io.lode.lab.heldout;
