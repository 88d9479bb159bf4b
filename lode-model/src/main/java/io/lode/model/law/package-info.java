/**
 * The Multi-Power Law (arXiv:2503.12811) and its fit.
 *
 * <p>Records here may hold arrays: a record owns the arrays it is given, and nobody changes an
 * array after handing it over or after reading it.
 *
 * <p>May import: settings, statistics, trajectory, schedule, forecast.
 */
package io.lode.model.law;
