package io.lode.search;

import java.io.Serializable;

/**
 * Settings of the nightly search (DESIGN 4.5); lengths are in log learning rate, noises are parts
 * of the panel's noise.
 *
 * @param firstRadius radius of the first night's region
 * @param smallestRadius the region never shrinks below
 * @param largestRadius the region never grows beyond
 * @param growth factor after a success
 * @param shrinkage factor after a failure
 * @param shrinkageAfterDivergence further factor after a divergence or a run twice as bad
 * @param success gain over the incumbent that counts as a success, in noises
 * @param pessimism standard deviations added to the mean of a plan to be published
 * @param proposalPessimism standard deviations added to the mean of a proposal
 * @param hysteresis gain that moves what is published, in noises of the repeats' difference
 * @param firstEdge part of the largest survived rate that is allowed once a run has diverged
 * @param goodWidth log distance from the best run within which runs shape the envelope
 * @param envelopeMargin how far above the good runs' rates a proposal may go, as a part of the
 *     radius
 * @param fewestRuns finished runs below which no untried plan is published
 */
public record SearchConfig(
    double firstRadius,
    double smallestRadius,
    double largestRadius,
    double growth,
    double shrinkage,
    double shrinkageAfterDivergence,
    double success,
    double pessimism,
    double proposalPessimism,
    double hysteresis,
    double firstEdge,
    double goodWidth,
    double envelopeMargin,
    int fewestRuns)
    implements Serializable {

  /** The settings that did best in DESIGN 4.5. */
  public static SearchConfig standard() {
    return new SearchConfig(0.4, 0.2, 1.2, 1.3, 0.85, 0.6, 0.25, 1, 0.5, 0.25, 0.75, 0.4, 0.375, 8);
  }
}
