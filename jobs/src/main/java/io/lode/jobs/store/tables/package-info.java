/**
 * The tables of the store (Iceberg): observations, trajectories, rejected rows.
 *
 * <p>May import: trajectory, artifact, jobs, jobs.store.files.
 */
package io.lode.jobs.store.tables;
