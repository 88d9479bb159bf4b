/**
 * The path-minimised latent ODE of the papers (arXiv:2410.08923, arXiv:2509.23052) and its fit: an
 * autonomous model that decodes the learning rate beside the loss and the validation metric.
 *
 * <p>An ensemble is one batch dimension: arrays are (member, batch, channel), with (time, member,
 * batch, channel) where there is time.
 *
 * <p>May import: settings, trajectory, schedule, forecast, ode, model.network.
 */
package io.lode.model.latent;
