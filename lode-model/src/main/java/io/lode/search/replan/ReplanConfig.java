package io.lode.search.replan;

import java.io.Serializable;
import java.util.List;

/**
 * Settings of replanning. Lengths are differences of the natural logarithm of the learning rate,
 * times are parts of the horizon. conf/lode.conf lists every setting under the same name;
 * docs/replanning.md explains the decision.
 *
 * @param radius how far a revision may move any rate of the schedule in force
 * @param pessimism standard deviations by which a revision must be expected to be better
 * @param lead from the last logged step to the first that a revision may change: what a job needs
 *     to pick it up
 * @param ramp time over which a revision fades in
 * @param urgentRamp time over which a rate is lowered when the loss rises
 * @param smallestRest runs with less time left than this are not replanned
 * @param fewestRuns runs that must have reached the horizon before a revision is made for its gain
 * @param safety limits after a rise of the loss, and above what was tried
 * @param shifts how many rests are tried on the forecasters, and how they are drawn
 */
public record ReplanConfig(
    double radius,
    double pessimism,
    double lead,
    double ramp,
    double urgentRamp,
    double smallestRest,
    int fewestRuns,
    Safety safety,
    Shifts shifts)
    implements Serializable {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is outside of its range
   */
  public ReplanConfig {
    if (!(radius >= 0) || !(pessimism >= 0) || !(lead >= 0) || fewestRuns < 1) {
      throw new IllegalArgumentException(
          "radius, pessimism and lead must be at least 0 and fewest runs at least 1, found "
              + radius
              + ", "
              + pessimism
              + ", "
              + lead
              + " and "
              + fewestRuns);
    }
    if (!(ramp > 0) || !(urgentRamp > 0) || !(smallestRest > lead + ramp) || smallestRest > 1) {
      throw new IllegalArgumentException(
          "ramps must be positive and the smallest rest longer than lead and ramp, found "
              + ramp
              + ", "
              + urgentRamp
              + " and "
              + smallestRest);
    }
  }

  /** The settings with which the replan benchmark was measured; conf/lode.conf holds the same. */
  public static ReplanConfig standard() {
    double radius = 0.4;
    double pessimism = 1;
    double lead = 0.005;
    double ramp = 0.02;
    double urgentRamp = 0.005;
    double smallestRest = 0.05;
    int fewestRuns = 8;
    return new ReplanConfig(
        radius,
        pessimism,
        lead,
        ramp,
        urgentRamp,
        smallestRest,
        fewestRuns,
        Safety.standard(),
        Shifts.standard());
  }

  /**
   * Limits after a rise of the loss, and above what was tried.
   *
   * @param smallestDrop a rate is divided by at least this when the loss rises over it, at least 1
   * @param dropPerRise power of the loss's rise that the drop is multiplied by, at least 0
   * @param largestDrop a rate is divided by at most this, at least {@code smallestDrop}
   * @param recovery time over which a lowered rate comes back, a part of the horizon, over 0
   * @param untriedEdge where no run diverged, this many times the largest survived rate is expected
   *     to diverge, over 1: on simulated worlds twice that rate diverged 26 of 27 times
   */
  public record Safety(
      double smallestDrop,
      double dropPerRise,
      double largestDrop,
      double recovery,
      double untriedEdge)
      implements Serializable {

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a value is outside of its range
     */
    public Safety {
      if (!(smallestDrop >= 1) || !(largestDrop >= smallestDrop) || !(dropPerRise >= 0)) {
        throw new IllegalArgumentException(
            "smallest-drop must be at least 1, largest-drop at least smallest-drop and"
                + " drop-per-rise at least 0, found "
                + smallestDrop
                + ", "
                + largestDrop
                + " and "
                + dropPerRise);
      }
      if (!(recovery > 0) || !(untriedEdge > 1)) {
        throw new IllegalArgumentException(
            "recovery must be over 0 and untried-edge over 1, found "
                + recovery
                + " and "
                + untriedEdge);
      }
    }

    /** The settings with which the replan benchmark was measured. */
    public static Safety standard() {
      double smallestDrop = 2;
      double dropPerRise = 2;
      double largestDrop = 20;
      double recovery = 0.05;
      double untriedEdge = 2;
      return new Safety(smallestDrop, dropPerRise, largestDrop, recovery, untriedEdge);
    }
  }

  /**
   * How many shifted rests are tried on the forecasters, and how they are drawn.
   *
   * @param shiftLevels sizes of the whole shifts, tilts and late shifts, as parts of the radius
   * @param randomShifts smooth random shifts
   * @param randomShiftScale standard deviation of those, about, as a part of the radius
   * @param refinedShifts best shifts that are changed again in each round of refinement
   * @param shiftRefinements changes of each of those in a round
   * @param shiftRefinementScales standard deviations of those changes, about, one a round, as parts
   *     of the radius
   */
  public record Shifts(
      List<Double> shiftLevels,
      int randomShifts,
      double randomShiftScale,
      int refinedShifts,
      int shiftRefinements,
      List<Double> shiftRefinementScales)
      implements Serializable {

    /**
     * Copies the lists and checks the ranges.
     *
     * @throws IllegalArgumentException if a value is outside of its range
     */
    public Shifts {
      shiftLevels = List.copyOf(shiftLevels);
      shiftRefinementScales = List.copyOf(shiftRefinementScales);
      if (randomShifts < 1 || refinedShifts < 1 || shiftRefinements < 1) {
        throw new IllegalArgumentException(
            "random-shifts, refined-shifts and shift-refinements must be at least 1, found "
                + randomShifts
                + ", "
                + refinedShifts
                + " and "
                + shiftRefinements);
      }
      if (!(randomShiftScale > 0) || !shiftRefinementScales.stream().allMatch(scale -> scale > 0)) {
        throw new IllegalArgumentException(
            "random-shift-scale and shift-refinement-scales must be over 0, found "
                + randomShiftScale
                + " and "
                + shiftRefinementScales);
      }
    }

    /** The settings with which the replan benchmark was measured. */
    public static Shifts standard() {
      List<Double> shiftLevels = List.of(-1.0, -0.6, -0.3, 0.3, 0.6, 1.0);
      int randomShifts = 36;
      double randomShiftScale = 0.7;
      int refinedShifts = 4;
      int shiftRefinements = 5;
      List<Double> shiftRefinementScales = List.of(0.4, 0.2, 0.1);
      return new Shifts(
          shiftLevels,
          randomShifts,
          randomShiftScale,
          refinedShifts,
          shiftRefinements,
          shiftRefinementScales);
    }
  }
}
