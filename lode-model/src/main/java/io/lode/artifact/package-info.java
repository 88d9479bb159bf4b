/**
 * What leaves the library: schedule artifacts, ensemble cards, parameter files and schedules as
 * CSV, each with a strict reader.
 *
 * <p>May import: trajectory, schedule, forecast.
 */
package io.lode.artifact;
