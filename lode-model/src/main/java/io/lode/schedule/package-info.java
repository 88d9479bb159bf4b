/**
 * The learning rate as a function of the optimiser step: interpolated knots, the parametric shapes
 * people use, and bounds.
 *
 * <p>Imports nothing of ours.
 */
package io.lode.schedule;
