/**
 * What the runs of a sweep say about their schedules: repeats, the luck of seeds, noise, the risk
 * of divergence, and which runs followed a proposal.
 *
 * <p>May import: trajectory, schedule, forecast, search.
 */
package io.lode.search.evidence;
