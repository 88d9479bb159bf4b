/**
 * The command line: one class a command, the options they share, and how results and errors reach
 * the user.
 *
 * <p>A command is a picocli {@code @Command} with a {@link io.lode.jobs.cli.SharedOptions} mixin.
 * Its {@code call()} hands a {@link io.lode.jobs.cli.SharedOptions.Job} to {@link
 * io.lode.jobs.cli.SharedOptions#run}, which starts Spark, opens the store, runs the job and prints
 * its {@link io.lode.jobs.cli.Result}: with {@code --json} one JSON document on stdout, else lines
 * of text. A job fails by throwing; {@link io.lode.jobs.JobException} carries the exit status,
 * anything else is status 1.
 *
 * <p>The work itself is done by a use case of {@link io.lode.jobs.pipeline}, which the job calls. A
 * command parses arguments before the call and formats the use case's report after it.
 *
 * <p>May import: every room.
 */
package io.lode.jobs.cli;
