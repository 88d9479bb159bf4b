/**
 * The settings of {@code lode.conf} as typed records. {@code lode.conf} in the jar holds every
 * default, so that no default is declared in code.
 *
 * <p>May import: trajectory, schedule, forecast, ode, model.*, ensemble, search, search.replan,
 * longrun, longrun.extend, jobs, jobs.conf.
 */
package io.lode.jobs.conf.settings;
