/**
 * The modal latent ODE: decaying and driven modes under the learning rate, exact over an interval
 * of constant rate.
 *
 * <p>May import forecast, trajectory and schedule.
 */
package io.lode.model.modal;
