/**
 * The format {@code lode-run/1}: what a run in flight logs, read in one way by ingest and by
 * replanning.
 *
 * <p>May import: trajectory, forecast, artifact, jobs.
 */
package io.lode.jobs.runlog;
