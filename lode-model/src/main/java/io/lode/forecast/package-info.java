/**
 * The question a search asks: given a schedule, how does the objective unfold, and how sure is
 * that?
 *
 * <p>All values are on the objective's transformed scale (the logarithm of a loss, or of an error
 * rate), where smaller is better.
 *
 * <p>May import: trajectory, schedule.
 */
package io.lode.forecast;
