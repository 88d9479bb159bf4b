/**
 * The benchmark of sweeps in which further settings vary beside the learning rate.
 *
 * <p>May import: every room.
 */
package io.lode.lab.varied;
