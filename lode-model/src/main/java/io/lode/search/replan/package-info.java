/**
 * The rest of the schedule of a run in flight.
 *
 * <p>May import: trajectory, schedule, forecast, search.
 */
package io.lode.search.replan;
