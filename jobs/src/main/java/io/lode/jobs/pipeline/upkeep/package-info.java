/**
 * The use cases that look after a store: check and repair it, compact its tables, make a moved
 * store whole, leave runs out, and go back to an earlier version.
 *
 * <p>May import: trajectory, forecast, artifact, jobs, jobs.conf.settings, jobs.group,
 * jobs.ingest.delivery, jobs.pipeline, jobs.progress, jobs.store, jobs.store.*.
 */
package io.lode.jobs.pipeline.upkeep;
