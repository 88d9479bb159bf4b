/**
 * Reads sweep logs into the store: files become observations, observations become trajectories, and
 * what cannot be used becomes a rejected row with its reason.
 *
 * <p>Every row that is read ends as exactly one observation or one rejected row; a file that cannot
 * be read to its end adds one rejected row that says so. The rules:
 *
 * <ul>
 *   <li>A row is rejected where its step is missing, no number or negative; where a logged learning
 *       rate is missing, no number, zero or negative; where a named column holds text; where it has
 *       the wrong number of columns; where the file lacks a column that is needed.
 *   <li>Of several rows of one run and step in one delivery the last is kept, since a job that
 *       resumes from a checkpoint logs steps again; the earlier ones are rejected as repeated. A
 *       later delivery replaces what an earlier one said of a step.
 *   <li>A loss of NaN or infinity is an observation: it marks where the run diverged. So does a
 *       training loss, or a minimized objective, over {@code ingest.divergence-factor} times its
 *       first logged value. A trajectory ends before that point.
 *   <li>A run is completed where it took {@code ingest.completed-fraction} of its planned steps,
 *       else stopped, or running where its source says so.
 * </ul>
 *
 * <p>Files are read in tasks, a file a task or many files a task; the driver holds paths and
 * counts, never observations.
 *
 * <p>Imports {@code io.lode.jobs} (exceptions), {@code io.lode.jobs.conf}, {@code
 * io.lode.jobs.store}, {@code io.lode.trajectory}, {@code io.lode.schedule}, Spark and Hadoop.
 */
package io.lode.jobs.ingest;
