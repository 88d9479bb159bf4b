/**
 * Schedules for every group and horizon: searches, publishes, proposes, and answers what-if.
 *
 * <p>May import conf, store and lode-model.
 */
package io.lode.jobs.generate;
