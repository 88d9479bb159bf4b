package io.lode.search;

import io.lode.settings.Ranges;
import java.io.Serializable;

/**
 * Settings of the edge: the part of the largest survived rate that a proposal may use once a run
 * has diverged.
 *
 * @param firstEdge the edge on the first night, a ratio
 * @param smallestEdge the edge never shrinks below it, a ratio
 * @param largestEdge the edge never grows beyond it, a ratio; over 1 a proposal may try more than
 *     what survived
 * @param edgeGrowth factor of the edge after a gain of a schedule that touched it
 * @param edgeShrinkage factor of the edge after a night that did harm
 * @param edgeTouched a schedule touches the edge if its largest rate is over this part of it
 * @param clearOfDiverged a proposal stays below this part of the lowest peak that diverged
 */
public record EdgeConfig(
    double firstEdge,
    double smallestEdge,
    double largestEdge,
    double edgeGrowth,
    double edgeShrinkage,
    double edgeTouched,
    double clearOfDiverged)
    implements Serializable {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is outside of its range
   */
  public EdgeConfig {
    Ranges.over(0, "first-edge", firstEdge);
    Ranges.over(0, "smallest-edge", smallestEdge);
    Ranges.over(0, "edge-growth", edgeGrowth);
    Ranges.over(0, "edge-shrinkage", edgeShrinkage);
    Ranges.atLeast(smallestEdge, "largest-edge", largestEdge);
    Ranges.fraction("edge-touched", edgeTouched);
    Ranges.fraction("clear-of-diverged", clearOfDiverged);
  }

  /** The settings with which the benchmarks were measured. */
  public static EdgeConfig standard() {
    double firstEdge = 0.75;
    double smallestEdge = 0.5;
    double largestEdge = 1.25;
    double edgeGrowth = 1.2;
    double edgeShrinkage = 0.75;
    double edgeTouched = 0.93;
    double clearOfDiverged = 0.93;
    return new EdgeConfig(
        firstEdge,
        smallestEdge,
        largestEdge,
        edgeGrowth,
        edgeShrinkage,
        edgeTouched,
        clearOfDiverged);
  }
}
