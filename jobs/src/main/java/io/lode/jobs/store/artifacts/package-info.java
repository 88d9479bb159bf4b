/**
 * What the store keeps for each group beside the tables: ensembles, schedules, the state of
 * searches, checkpoints, logs of runs in flight.
 *
 * <p>May import: trajectory, schedule, forecast, model.*, ensemble, artifact, prior, jobs,
 * jobs.store.files.
 */
package io.lode.jobs.store.artifacts;
