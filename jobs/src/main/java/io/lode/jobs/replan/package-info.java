/**
 * Schedules of runs in flight: reads what they log into the store, tells their group's ensemble,
 * and publishes the rest of each run's schedule as its own plan, or keeps it with a reason.
 *
 * <p>May import conf, store and lode-model.
 */
package io.lode.jobs.replan;
