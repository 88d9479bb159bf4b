/**
 * Benchmarks of time and memory: many groups, large logs, many runs in flight, many publishers.
 *
 * <p>May import: every room.
 */
package io.lode.lab.load;
