package io.lode.search;

import io.lode.settings.Ranges;
import java.io.Serializable;

/**
 * Settings of how runs are weighed: noise, the luck of seeds, the risk of divergence, and which
 * runs followed a proposal.
 *
 * @param candidateWidth a schedule worse than the best one by more than this is no candidate, in
 *     noises
 * @param noisePrior how many repeats the forecasters' own estimate of the noise counts as
 * @param caution standard deviations of the forecast that are added to a run's expected outcome:
 *     members of an ensemble agree too much
 * @param almostAsBold how far below the rates of a run that diverged by chance the risk of
 *     divergence goes, in log learning rate
 * @param survivorsPerDivergence runs that must have survived for each that diverged by chance until
 *     such rates count as safe
 * @param seedReach a schedule worse than the best run by more than this tells nothing of the luck
 *     of seeds, in log loss; 0 leaves that luck in the outcomes
 * @param followedDistance largest root mean square difference between a run's logged rates and a
 *     proposal that it followed, in log learning rate
 * @param followedFewest a run that logged less than this part of the horizon is compared at this
 *     part, too: the first steps of many schedules are alike
 * @param followedCap how far below the proposal's largest rate a trainer may have capped its own,
 *     in log learning rate
 */
public record EvidenceConfig(
    double candidateWidth,
    double noisePrior,
    double caution,
    double almostAsBold,
    int survivorsPerDivergence,
    double seedReach,
    double followedDistance,
    double followedFewest,
    double followedCap)
    implements Serializable {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is outside of its range
   */
  public EvidenceConfig {
    Ranges.atLeast(0, "candidate-width", candidateWidth);
    Ranges.atLeast(0, "noise-prior", noisePrior);
    Ranges.atLeast(0, "caution", caution);
    Ranges.atLeast(0, "almost-as-bold", almostAsBold);
    Ranges.atLeast(1, "survivors-per-divergence", survivorsPerDivergence);
    Ranges.atLeast(0, "seed-reach", seedReach);
    Ranges.over(0, "followed-distance", followedDistance);
    Ranges.fraction("followed-fewest", followedFewest);
    Ranges.atLeast(0, "followed-cap", followedCap);
  }

  /** The settings with which the benchmarks were measured. */
  public static EvidenceConfig standard() {
    double candidateWidth = 3;
    double noisePrior = 2;
    double caution = 0.5;
    double almostAsBold = 0.25;
    int survivorsPerDivergence = 4;
    double seedReach = 0.1;
    double followedDistance = 0.06;
    double followedFewest = 0.05;
    double followedCap = 0.25;
    return new EvidenceConfig(
        candidateWidth,
        noisePrior,
        caution,
        almostAsBold,
        survivorsPerDivergence,
        seedReach,
        followedDistance,
        followedFewest,
        followedCap);
  }
}
