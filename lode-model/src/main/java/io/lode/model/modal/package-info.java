/**
 * The modal latent ODE and its fit: decaying and driven modes under the learning rate, exact over
 * an interval of constant rate.
 *
 * <p>The fit is a Levenberg-Marquardt method. Its linear algebra is EJML's: the systems are small
 * and dense, where a tensor engine's cost per operation dominates.
 *
 * <p>May import: settings, statistics, trajectory, schedule, forecast, model.modal.curvature.
 */
package io.lode.model.modal;
