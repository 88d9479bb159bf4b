/**
 * What one task does with a group whose next training is of another length: plan a longer run, a
 * training without a known end, or how a run goes on, and publish it.
 *
 * <p>May import: trajectory, hyperparameter, schedule, forecast, artifact, longrun, longrun.*,
 * jobs, jobs.conf.settings, jobs.ingest.format, jobs.runlog, jobs.store.files,
 * jobs.store.artifacts, jobs.group.
 */
package io.lode.jobs.group.longrun;
