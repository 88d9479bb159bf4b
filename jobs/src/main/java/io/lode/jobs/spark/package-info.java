/**
 * How work runs on Spark: the session, one group a task, and the device a task was given.
 *
 * <p>May import: trajectory, jobs, jobs.progress, jobs.store.tables.
 */
package io.lode.jobs.spark;
