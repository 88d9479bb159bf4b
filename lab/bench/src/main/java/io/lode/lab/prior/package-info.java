/**
 * Benchmarks of the prior: what groups teach groups of families that they have not seen.
 *
 * <p>May import: every room.
 */
package io.lode.lab.prior;
