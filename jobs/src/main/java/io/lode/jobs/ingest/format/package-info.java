/**
 * Readers of log formats. Each gives rows of cells; none knows what a run is.
 *
 * <p>May import: jobs, jobs.conf, jobs.conf.settings, jobs.conf.source.
 */
package io.lode.jobs.ingest.format;
