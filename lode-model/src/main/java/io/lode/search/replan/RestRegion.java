package io.lode.search.replan;

import io.lode.schedule.PiecewiseLogLinear;

/**
 * How the rest of a schedule in force may be changed.
 *
 * @param inForce the schedule that is followed
 * @param from last step that stays as it is
 * @param ramp steps over which a change fades in
 * @param horizonStep end of the rest
 * @param radius largest change of any log rate
 * @param smallest rate allowed
 * @param held largest rates that the schedule in force may keep
 * @param raised largest rate that a change may lead up to
 */
record RestRegion(
    PiecewiseLogLinear inForce,
    double from,
    double ramp,
    double horizonStep,
    double radius,
    double smallest,
    PiecewiseLogLinear held,
    double raised) {

  /**
   * Knots of a change, equally spaced over the rest. Count. Six can hold a level and then decay;
   * with more a change wriggles, and the forecast cannot tell wriggles apart.
   */
  static final int KNOTS = 6;

  /** A limit that is the same at every step. */
  static PiecewiseLogLinear constant(double rate) {
    return new PiecewiseLogLinear(new double[] {0}, new double[] {rate});
  }

  /** The schedule in force within the limits. */
  RevisedRest unshifted() {
    return new RevisedRest(inForce, from, ramp, horizonStep, new double[KNOTS], 0, held, 0);
  }

  /** The schedule in force as it is. */
  RevisedRest unlimited() {
    return new RevisedRest(
        inForce, from, ramp, horizonStep, new double[KNOTS], 0, constant(Double.MAX_VALUE), 0);
  }

  /** A change within the limits. */
  RevisedRest shifted(double[] shift) {
    return new RevisedRest(inForce, from, ramp, horizonStep, shift, smallest, held, raised);
  }
}
