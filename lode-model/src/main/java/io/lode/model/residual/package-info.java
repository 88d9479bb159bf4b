/**
 * The neural residual: a controlled neural latent ODE on what the modal latent ODE gets wrong
 * (DESIGN 4.3).
 *
 * <p>May import ode, forecast, trajectory, schedule and the other models. Members are one batch
 * dimension: arrays are (member, run, channel), with (interval, member, run, channel) where there
 * is time.
 */
package io.lode.model.residual;
