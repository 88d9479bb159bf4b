/**
 * What one Spark task does with one group: fit it, search it, replan its runs, build its artifacts.
 *
 * <p>May import: trajectory, hyperparameter, schedule, forecast, evaluation, model.*, ensemble,
 * search, search.evidence, search.nightly, search.replan, artifact, longrun, jobs,
 * jobs.conf.settings, jobs.spark, jobs.ingest.format, jobs.runlog, jobs.store.files,
 * jobs.store.artifacts, prior, longrun.*.
 */
package io.lode.jobs.group;
