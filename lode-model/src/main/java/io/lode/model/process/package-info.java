/**
 * Gaussian processes on what a structured model gets wrong: about outcomes, or along the curves of
 * the runs; or on the outcomes themselves.
 *
 * <p>May import: settings, statistics, trajectory, schedule, forecast.
 */
package io.lode.model.process;
