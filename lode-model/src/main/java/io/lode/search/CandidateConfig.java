package io.lode.search;

import io.lode.settings.Ranges;
import java.io.Serializable;
import java.util.List;

/**
 * Settings of the candidates: the schedules that the forecasters are asked about.
 *
 * @param smoothCandidates candidates with smooth random changes
 * @param smoothScales standard deviations of those changes, one chosen at random, as parts of the
 *     radius
 * @param sparseCandidates candidates with changes at a few knots
 * @param sparsePart probability of a change at a knot of those
 * @param goodRuns the best observed runs that candidates move towards
 * @param towardsParts how far candidates move towards a good run, as parts of the way
 * @param refinedCandidates best candidates that are changed again in each round of refinement
 * @param refinements changes of each of those in a round
 * @param refinementScales standard deviations of those changes, one a round, as parts of the radius
 * @param refinementLimit largest of those changes, as a part of the radius
 */
public record CandidateConfig(
    int smoothCandidates,
    List<Double> smoothScales,
    int sparseCandidates,
    double sparsePart,
    int goodRuns,
    List<Double> towardsParts,
    int refinedCandidates,
    int refinements,
    List<Double> refinementScales,
    double refinementLimit)
    implements Serializable {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is outside of its range
   */
  public CandidateConfig {
    Ranges.atLeast(0, "smooth-candidates", smoothCandidates);
    Ranges.atLeast(0, "sparse-candidates", sparseCandidates);
    Ranges.atLeast(1, "good-runs", goodRuns);
    Ranges.atLeast(1, "refined-candidates", refinedCandidates);
    Ranges.atLeast(1, "refinements", refinements);
    Ranges.fraction("sparse-part", sparsePart);
    Ranges.over(0, "refinement-limit", refinementLimit);
    smoothScales = Ranges.positive("smooth-scales", smoothScales);
    towardsParts = Ranges.positive("towards-parts", towardsParts);
    refinementScales = Ranges.positive("refinement-scales", refinementScales);
  }

  /** The settings with which the benchmarks were measured. */
  public static CandidateConfig standard() {
    int smoothCandidates = 110;
    List<Double> smoothScales = List.of(0.35, 0.7, 1.0);
    int sparseCandidates = 60;
    double sparsePart = 0.35;
    int goodRuns = 8;
    List<Double> towardsParts = List.of(0.33, 0.67, 1.0);
    int refinedCandidates = 8;
    int refinements = 7;
    List<Double> refinementScales = List.of(0.3, 0.15, 0.08);
    double refinementLimit = 0.5;
    return new CandidateConfig(
        smoothCandidates,
        smoothScales,
        sparseCandidates,
        sparsePart,
        goodRuns,
        towardsParts,
        refinedCandidates,
        refinements,
        refinementScales,
        refinementLimit);
  }
}
