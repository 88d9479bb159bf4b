/**
 * From the pieces of a run to its trajectory: one row a step, the learning rate at each, and where
 * the run ends.
 *
 * <p>May import: trajectory, schedule, jobs, jobs.conf, jobs.conf.settings, jobs.conf.source,
 * jobs.ingest.format, jobs.ingest.rows.
 */
package io.lode.jobs.ingest.merge;
