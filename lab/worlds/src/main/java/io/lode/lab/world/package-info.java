/**
 * Worlds in which the outcome of any schedule can be known: training simulated by closed forms or
 * by small networks that are really trained, for measuring the regret of a schedule search.
 *
 * <p>Records here may hold arrays: a record owns the arrays it is given, and nobody changes an
 * array after handing it over or after reading it.
 *
 * <p>A world cuts its length into {@link io.lode.lab.world.Intervals#COUNT} equal intervals, trains
 * through each at the mean of the schedule over it, and logs one observation at its end.
 *
 * <p>May import: statistics, trajectory, schedule, forecast, artifact.
 */
package io.lode.lab.world;
