/**
 * Readers of JSON: an object a row, or an array a column.
 *
 * <p>May import: jobs, jobs.conf.settings, jobs.conf.source, jobs.ingest.format.
 */
package io.lode.jobs.ingest.json;
