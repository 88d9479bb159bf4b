/**
 * Sweeps of a training program over settings and seeds, one trial a Spark task.
 *
 * <p>May import: artifact, jobs, jobs.progress, jobs.conf, jobs.conf.trial, jobs.spark.
 */
package io.lode.jobs.trial;
