/**
 * Benchmarks in the simulated worlds: the regret of searches, what replanning does to runs in
 * flight, and the speed of fits.
 *
 * <p>May import: every room.
 */
package io.lode.lab.bench;
