/**
 * Summaries of a sample: medians, robust spreads and the standard error of a mean.
 *
 * <p>No library stands in, since the last bits count: the same seeds must give the same numbers. A
 * percentile of Apache Commons Math interpolates in another order, and it leaves NaNs out.
 *
 * <p>May import: nothing of LODE.
 */
package io.lode.statistics;
