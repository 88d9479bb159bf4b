/**
 * The format {@code lode-run/1}: what a run in flight logs, read in one way by ingest and by
 * replanning.
 *
 * <p>May import: trajectory, schedule, forecast, artifact, jobs.conf.settings.
 */
package io.lode.jobs.runlog;
