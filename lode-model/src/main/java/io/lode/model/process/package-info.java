/**
 * The residual process: a Gaussian process on what a structured model gets wrong about outcomes, or
 * on the outcomes themselves.
 *
 * <p>May import: statistics, trajectory, schedule, forecast.
 */
package io.lode.model.process;
