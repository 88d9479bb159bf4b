/**
 * What a schedule search is asked, what it answers and what it remembers from one night to the
 * next. The search itself lies in the rooms below: {@code evidence} weighs the runs, {@code
 * propose} chooses what the next sweep tries, {@code publish} decides what is published, {@code
 * nightly} puts one night together, {@code replan} plans the rest of a run in flight.
 *
 * <p>May import: settings, trajectory, schedule, forecast.
 */
package io.lode.search;
