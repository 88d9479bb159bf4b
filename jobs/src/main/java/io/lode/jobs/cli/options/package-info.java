/**
 * What all commands share: the root program, the options that several commands take, and how
 * results and errors reach the user.
 *
 * <p>{@link io.lode.jobs.cli.options.SharedOptions} opens the store, runs the job of a command and
 * prints its {@link io.lode.jobs.cli.options.Result}: with {@code --json} one JSON document on
 * stdout, else lines of text. A job fails by throwing; {@link io.lode.jobs.JobException} carries
 * the exit status, anything else is status 1.
 *
 * <p>May import: search.nightly, forecast, artifact, longrun, jobs, jobs.conf, jobs.conf.settings,
 * jobs.group, jobs.pipeline, jobs.process, jobs.progress, jobs.spark, jobs.store.
 */
package io.lode.jobs.cli.options;
