/**
 * Trial files: which training program a sweep runs, with which settings and seeds.
 *
 * <p>May import: trajectory, jobs, jobs.conf, jobs.conf.settings.
 */
package io.lode.jobs.conf.trial;
