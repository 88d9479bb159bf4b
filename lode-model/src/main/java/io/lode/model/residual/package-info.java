/**
 * The neural residual and its fit: a controlled neural latent ODE on what the modal latent ODE gets
 * wrong.
 *
 * <p>Members are one batch dimension: arrays are (member, run, channel), with (interval, member,
 * run, channel) where there is time.
 *
 * <p>May import: settings, trajectory, schedule, forecast, evaluation, ode, model.network,
 * model.modal.
 */
package io.lode.model.residual;
