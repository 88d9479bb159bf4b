/**
 * Searches for schedules: what the next sweep should try, and what to publish.
 *
 * <p>May import forecast, trajectory and schedule.
 */
package io.lode.search;
