/**
 * The settings of {@code lode.conf} as typed records. {@code lode.conf} in the jar holds every
 * default, so that no default is declared in code.
 *
 * <p>May import: trajectory, hyperparameter, schedule, forecast, ode, model.*, evaluation,
 * ensemble, search, search.replan, longrun, jobs, jobs.conf, prior, longrun.extend.
 */
package io.lode.jobs.conf.settings;
