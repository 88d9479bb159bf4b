package io.lode.search.replan;

import io.lode.schedule.LogLinearKnots;
import io.lode.schedule.PiecewiseLogLinear;
import io.lode.schedule.Schedule;
import java.util.ArrayList;
import java.util.List;

/**
 * A schedule in force whose rest is changed: the same up to a step, then its log rate shifted
 * smoothly and held below a largest rate, without a jump.
 *
 * <p>Shift and limit fade in along a straight line of log rate over {@code ramp} steps.
 *
 * @param inForce the schedule that is followed, positive
 * @param from last step that is left as it is
 * @param ramp steps over which the change fades in, positive
 * @param horizonStep where the last knot of the shift lies, beyond {@code from + ramp}
 * @param shift change of the log rate at equally spaced steps from {@code from + ramp} to the
 *     horizon, (knot), at least two
 * @param smallest rate that a lowering may lead to
 * @param held largest rates that the schedule in force keeps
 * @param raised largest rate that a raise may lead to
 */
record RevisedRest(
    Schedule inForce,
    double from,
    double ramp,
    double horizonStep,
    double[] shift,
    double smallest,
    PiecewiseLogLinear held,
    double raised)
    implements Schedule {

  private static final int SAMPLES = 480;
  private static final int RAMP_SAMPLES = 8;

  /** Rates that differ by less, in log, are one: knots are not exact. */
  private static final double SAME = 5 * LogLinearKnots.TOLERANCE;

  @Override
  public double learningRate(double step) {
    double before = inForce.learningRate(step);
    if (step <= from) {
      return before;
    }
    double shifted = before * Math.exp(shift(step));
    double target =
        shifted > before
            ? Math.max(before, Math.min(raised, shifted))
            : Math.min(before, Math.max(smallest, shifted));
    target = Math.min(held.learningRate(step), target);
    double faded = Math.min(1, (step - from) / ramp);
    return faded == 1 ? target : before * Math.exp(faded * Math.log(target / before));
  }

  private double shift(double step) {
    double start = from + ramp;
    double position = (shift.length - 1) * (step - start) / (horizonStep - start);
    int left = (int) Math.max(0, Math.min(shift.length - 2, Math.floor(position)));
    double fraction = Math.max(0, Math.min(1, position - left));
    return shift[left] + fraction * (shift[left + 1] - shift[left]);
  }

  /** Whether any rate up to the horizon differs from the schedule in force. */
  boolean changes() {
    for (int i = 1; i <= SAMPLES; i++) {
      double step = from + (horizonStep - from) * i / SAMPLES;
      if (Math.abs(Math.log(learningRate(step) / inForce.learningRate(step))) > SAME) {
        return true;
      }
    }
    return false;
  }

  /** The same schedule as knots: the past's own, then as few as the rest needs. */
  PiecewiseLogLinear knots(PiecewiseLogLinear past) {
    List<double[]> knots = new ArrayList<>();
    for (int i = 0; i < past.step().length && past.step()[i] < from; i++) {
      knots.add(new double[] {past.step()[i], past.learningRate()[i]});
    }
    PiecewiseLogLinear rest = LogLinearKnots.of(this, samples());
    for (int i = 0; i < rest.step().length; i++) {
      knots.add(new double[] {rest.step()[i], rest.learningRate()[i]});
    }
    return new PiecewiseLogLinear(
        knots.stream().mapToDouble(knot -> knot[0]).toArray(),
        knots.stream().mapToDouble(knot -> knot[1]).toArray());
  }

  private double[] samples() {
    List<Double> at = new ArrayList<>();
    for (int i = 0; i <= RAMP_SAMPLES; i++) {
      at.add(from + ramp * i / RAMP_SAMPLES);
    }
    double start = from + ramp;
    for (int i = 1; i <= SAMPLES; i++) {
      at.add(start + (horizonStep - start) * i / SAMPLES);
    }
    for (double step : held.step()) {
      if (step > start && step < horizonStep) {
        at.add(step);
      }
    }
    return at.stream().mapToDouble(Double::doubleValue).sorted().distinct().toArray();
  }
}
