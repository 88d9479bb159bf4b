/**
 * The command line: one class a command.
 *
 * <p>A command is a picocli {@code @Command} with a {@link io.lode.jobs.cli.options.SharedOptions}
 * mixin. Its {@code call()} hands a job to {@link io.lode.jobs.cli.options.SharedOptions#run}. The
 * work itself is done by a use case of {@link io.lode.jobs.pipeline}, which the job calls. A
 * command parses arguments before the call and formats the use case's report after it.
 *
 * <p>May import: every room.
 */
package io.lode.jobs.cli;
