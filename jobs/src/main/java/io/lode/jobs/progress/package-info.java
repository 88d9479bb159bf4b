/**
 * How long work tells what it does, how far it is and how long it still takes.
 *
 * <p>Work takes a {@link io.lode.jobs.progress.Progress}; what becomes of its lines, {@link
 * io.lode.jobs.progress.ConsoleProgress} decides: on a terminal the last line is redrawn, elsewhere
 * one is printed now and then.
 *
 * <p>May import: jobs.
 */
package io.lode.jobs.progress;
