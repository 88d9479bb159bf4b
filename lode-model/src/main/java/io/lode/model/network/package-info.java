/**
 * How the weights of small networks lie in flat vectors, one a member of an ensemble.
 *
 * <p>Imports nothing of ours.
 */
package io.lode.model.network;
