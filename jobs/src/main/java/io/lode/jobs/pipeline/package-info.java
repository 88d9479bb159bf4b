/**
 * The use cases, one class each: ingest, train, generate, replan and so on. Commands, the lab and
 * other use cases call them.
 *
 * <p>A use case takes a {@link io.lode.jobs.pipeline.JobContext} and returns a record. Where the
 * work may fail in part, the record is a {@link io.lode.jobs.pipeline.JobReport}: it holds the
 * judgement, too, and a command only prints it.
 *
 * <p>May import: trajectory, hyperparameter, schedule, forecast, evaluation, model.*, ensemble,
 * search, search.evidence, search.nightly, search.replan, artifact, longrun, jobs, jobs.progress,
 * jobs.conf.*, jobs.store, jobs.store.*, jobs.spark, jobs.runlog, jobs.ingest.*, jobs.trial,
 * jobs.group, jobs.group.longrun, jobs.report, prior.
 */
package io.lode.jobs.pipeline;
