/**
 * What a user would pick instead: a published law, the best run of the sweep, the last value,
 * parametric schedules at the best peak; and the backtest that every forecaster is judged by.
 *
 * <p>May import forecast, trajectory and schedule. Records here may hold arrays: a record owns the
 * arrays it is given, and nobody changes an array after handing it over or after reading it.
 */
package io.lode.baseline;
