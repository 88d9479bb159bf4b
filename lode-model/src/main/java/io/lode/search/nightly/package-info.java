/**
 * One night's search from the evidence to the decision.
 *
 * <p>May import: trajectory, schedule, forecast, search, search.evidence, search.propose,
 * search.publish.
 */
package io.lode.search.nightly;
