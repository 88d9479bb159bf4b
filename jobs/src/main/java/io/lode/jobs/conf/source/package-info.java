/**
 * Source files: how one kind of log maps to observations.
 *
 * <p>May import: trajectory, hyperparameter, schedule, jobs, jobs.conf, jobs.conf.settings.
 */
package io.lode.jobs.conf.source;
