/**
 * Forecasts of held-out runs against the baselines.
 *
 * <p>May import conf, store and lode-model.
 */
package io.lode.jobs.backtest;
