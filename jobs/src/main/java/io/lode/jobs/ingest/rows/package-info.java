/**
 * From rows to runs: each row goes to its run, in a block of columns, or is rejected with its
 * reason.
 *
 * <p>May import: trajectory, jobs, jobs.conf, jobs.conf.settings, jobs.conf.source,
 * jobs.ingest.format, jobs.ingest.json.
 */
package io.lode.jobs.ingest.rows;
