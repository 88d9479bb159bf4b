/**
 * Benchmarks as commands: regret of schedule search in simulated worlds, and speed.
 *
 * <p>May import conf, store and lode-model.
 */
package io.lode.jobs.bench;
