/**
 * Fits ensembles, one group a Spark task, and only where the runs changed.
 *
 * <p>May import conf, store and lode-model.
 */
package io.lode.jobs.train;
