/**
 * The use cases, one class each: ingest, train, generate, replan and so on. Commands, the lab and
 * other use cases call them.
 *
 * <p>May import: trajectory, schedule, forecast, evaluation, model.*, ensemble, search,
 * search.replan, artifact, jobs, jobs.progress, jobs.conf.*, jobs.store, jobs.store.*, jobs.spark,
 * jobs.runlog, jobs.ingest.*, jobs.trial, jobs.group, jobs.report.
 */
package io.lode.jobs.pipeline;
