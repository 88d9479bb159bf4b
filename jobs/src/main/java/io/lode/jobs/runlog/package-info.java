/**
 * The format {@code lode-run/1}: what a run in flight logs, read in one way by ingest and by
 * replanning.
 *
 * <p>May import: trajectory, forecast, artifact, jobs, jobs.conf.settings, jobs.ingest.format,
 * jobs.ingest.json, jobs.ingest.rows, jobs.ingest.merge.
 */
package io.lode.jobs.runlog;
