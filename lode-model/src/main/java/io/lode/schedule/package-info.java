/**
 * The learning rate as a function of the optimiser step, and every form of a schedule: interpolated
 * knots, logged rates, equal intervals, the parametric shapes people use, reshaped and stretched
 * schedules, and bounds.
 *
 * <p>May import: nothing of LODE.
 */
package io.lode.schedule;
