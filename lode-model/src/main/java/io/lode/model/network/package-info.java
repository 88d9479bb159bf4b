/**
 * What the neural models share: how the weights of small networks lie in flat vectors, one for each
 * member of an ensemble; the Adam optimiser; and checkpoints of a fit that goes on after a crash.
 *
 * <p>May import: nothing of LODE.
 */
package io.lode.model.network;
