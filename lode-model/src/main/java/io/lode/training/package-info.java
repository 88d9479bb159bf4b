/**
 * Fits ensembles to sweeps and measures how well they forecast runs that were held out.
 *
 * <p>May import model, baseline and what they may import. Linear algebra of a single modal fit is
 * EJML's: its systems are small and dense, where a tensor engine's cost per operation dominates.
 */
package io.lode.training;
