/**
 * How well runs are forecast that were held out of the fit: the error on wide sweeps, and whether
 * bands hold what they promise and verdicts say which forecasts are worth following.
 *
 * <p>May import: trajectory, schedule, forecast, statistics, evaluation, hyperparameter, ensemble,
 * lab.world.
 */
package io.lode.lab.heldout;
