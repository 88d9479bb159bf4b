/**
 * Reads sweep logs into the store: files become observations, observations become trajectories, and
 * what cannot be used becomes a rejected row with its reason.
 *
 * <p>Data flows one way. A {@code LogReader} of the file's format gives rows of cells; {@code
 * RowParser} gives each row to its run, in a {@code RunBlock} of columns, or rejects it; one
 * shuffle brings the blocks of a run together; {@code RunMerge} makes one row a step of them and of
 * what is stored; {@code LearningRates} says the rate at each; {@code PartWriter} writes what
 * changed. {@code Ingest} and {@code Commit} are the driver's side.
 *
 * <p>Every row that is read becomes an observation, joins that of another row of the same run and
 * step, or is rejected; a file that cannot be read to its end adds one rejected row that says so.
 * The rules:
 *
 * <ul>
 *   <li>A row is rejected where its step is missing, no number or negative; where a learning rate
 *       is no number or negative; where a named column holds text; where it has the wrong number of
 *       columns; where the file lacks a column that is needed.
 *   <li>A run that goes back to an earlier step and logs again from there was started again: what
 *       it had logged from that step on is void.
 *   <li>A step at which nothing is said that the source declares is no observation.
 *   <li>Values of one run and step come together; of two values of one field the later counts. A
 *       row all of whose values are overridden by its own delivery is rejected as repeated.
 *   <li>A learning rate that was not logged up to the end follows from the schedule that the source
 *       declares, else the run is rejected.
 *   <li>A run ends as it was last delivered: a file that comes again replaces what it said.
 *   <li>A loss of NaN or infinity is an observation: it marks where the run diverged. So does a
 *       training loss, or a minimized objective, over {@code ingest.divergence-factor} times its
 *       first logged value. A trajectory ends before that point.
 *   <li>A run is completed where it took {@code ingest.completed-fraction} of its planned steps,
 *       else stopped, or running where its source says so. It sits on a plateau where it hardly got
 *       better while another of its group did.
 *   <li>A run that the source leaves out, or that was removed, does not count.
 * </ul>
 *
 * <p>Files are read in tasks, a file a task or many files a task; the driver holds paths, run names
 * and counts, never observations.
 *
 * <p>May import: nothing of LODE.
 */
package io.lode.jobs.ingest;
