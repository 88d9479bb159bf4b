/**
 * What a forecast is compared with: runs that were held out, the best run of the sweep, the last
 * value, and the parametric shapes people use at the best peak.
 *
 * <p>Records here may hold arrays: a record owns the arrays it is given, and nobody changes an
 * array after handing it over or after reading it.
 *
 * <p>May import: settings, statistics, trajectory, schedule, forecast.
 */
package io.lode.evaluation;
