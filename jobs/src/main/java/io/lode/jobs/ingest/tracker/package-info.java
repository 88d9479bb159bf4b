/**
 * Readers of what experiment trackers keep: TensorBoard, MLflow, Weights and Biases, Optuna. Each
 * gives rows of cells and what the tracker says of each run.
 *
 * <p>May import: jobs, jobs.conf.settings, jobs.conf.source, jobs.ingest.format.
 */
package io.lode.jobs.ingest.tracker;
