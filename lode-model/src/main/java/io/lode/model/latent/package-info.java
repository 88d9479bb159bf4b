/**
 * The path-minimised latent ODE of the papers (arXiv:2410.08923, arXiv:2509.23052): an autonomous
 * model that decodes the learning rate beside loss and validation metric.
 *
 * <p>May import ode, forecast, trajectory and schedule. An ensemble is one batch dimension: arrays
 * are (member, batch, channel), with (time, member, batch, channel) where there is time.
 */
package io.lode.model.latent;
