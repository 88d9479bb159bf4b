/**
 * Looks at logs that nobody has described and guesses a source file for them: formats, columns, how
 * runs and groups are named. What cannot be told becomes a question in that file.
 *
 * <p>May import: trajectory, jobs, jobs.conf, jobs.conf.source, jobs.ingest.format,
 * jobs.ingest.rows, jobs.ingest.merge.
 */
package io.lode.jobs.ingest.inspect;
