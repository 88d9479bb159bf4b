/**
 * What the store keeps for each group beside the tables: ensembles, schedules, the state of
 * searches, checkpoints, logs of runs in flight.
 *
 * <p>May import: trajectory, schedule, forecast, evaluation, model.*, ensemble, artifact, jobs,
 * jobs.store.files, prior.
 */
package io.lode.jobs.store.artifacts;
