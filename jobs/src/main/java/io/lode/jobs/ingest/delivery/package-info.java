/**
 * What one delivery of logs changes in the store, and how it is committed.
 *
 * <p>May import: trajectory, artifact, jobs, jobs.progress, jobs.conf.settings, jobs.conf.source,
 * jobs.store, jobs.store.artifacts, jobs.store.files, jobs.store.tables, jobs.ingest.format,
 * jobs.ingest.rows, jobs.ingest.merge.
 */
package io.lode.jobs.ingest.delivery;
