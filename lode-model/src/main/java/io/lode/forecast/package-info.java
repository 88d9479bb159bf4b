/**
 * The question a search asks: given a schedule, how does the objective unfold, and how sure is
 * that?
 *
 * <p>May import trajectory and schedule. All values are on the objective's transformed scale (the
 * log of a loss, or of an error rate), where smaller is better.
 */
package io.lode.forecast;
