/**
 * Reads what programs print: rows are the lines in which a pattern of the source is found.
 *
 * <p>May import: jobs, jobs.conf, jobs.conf.settings, jobs.conf.source, jobs.ingest.format.
 */
package io.lode.jobs.ingest.text;
