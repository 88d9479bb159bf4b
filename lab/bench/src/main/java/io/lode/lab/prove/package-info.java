/**
 * Head-to-heads on real training: LODE against what people use instead, with equal further runs.
 *
 * <p>May import: every room.
 */
package io.lode.lab.prove;
