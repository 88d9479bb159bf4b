/**
 * Benchmarks as commands: regret of schedule search and what replanning does to runs in flight,
 * both in simulated worlds, and speed.
 *
 * <p>May import conf, store and lode-model.
 */
package io.lode.jobs.bench;
