package io.lode.longrun;

import io.lode.forecast.Outcomes;
import io.lode.schedule.Schedule;
import io.lode.schedule.StretchedSchedule;
import java.util.List;

/**
 * Finds the schedule of a long run that is surely better than the one that would be followed
 * otherwise: the best run's, stretched.
 *
 * <p>A gain is sure where it exceeds its standard deviation by a factor. The standard deviation
 * holds how far the members disagree on the gain, twice the variance of what the fit gets wrong
 * within the runs, and what the further steps bring to one schedule more than to the other. No run
 * showed that last part, so it counts as its own error: a schedule that is worse in the runs and
 * that only further steps make better needs a gain beyond that.
 */
public final class SurelyBetter {

  private final LongRunForecaster forecaster;
  private final double surely;

  /**
   * Judges by a forecaster.
   *
   * @param surely standard deviations of the gain that a sure one exceeds
   */
  public SurelyBetter(LongRunForecaster forecaster, double surely) {
    this.forecaster = forecaster;
    this.surely = surely;
  }

  /**
   * A schedule that is weighed against the known one.
   *
   * @param index of it
   * @param gain how much lower its transformed outcome is than the known one's
   * @param deviation standard deviation of the gain
   * @param sure whether the gain is sure; never for the known one
   */
  public record Candidate(int index, double gain, double deviation, boolean sure) {}

  /**
   * The best of the schedules that are surely better than the known one; where there is none, the
   * best of all, which is not sure.
   *
   * @param schedules of the long run
   * @param outcomes of the schedules at the steps by the same forecaster
   * @param known index of the schedule that is followed otherwise
   * @param steps of the long run
   */
  public Candidate of(
      List<? extends Schedule> schedules, Outcomes outcomes, int known, double steps) {
    double[] brought = brought(schedules, outcomes, steps);
    Outcomes members = new Outcomes(outcomes.members(), new double[schedules.size()]);
    Candidate best = new Candidate(known, 0, 0, false);
    for (int i = 0; i < schedules.size(); i++) {
      if (i == known) {
        continue;
      }
      double gain = outcomes.mean(known) - outcomes.mean(i);
      double deviation =
          Math.hypot(
              Math.hypot(
                  members.standardDeviationAgainst(known, i),
                  Math.sqrt(2) * forecaster.error().within()),
              brought[i] - brought[known]);
      boolean sure = gain > surely * deviation;
      if (sure == best.sure() ? gain > best.gain() : sure) {
        best = new Candidate(i, gain, deviation, sure);
      }
    }
    return best;
  }

  /**
   * By how much each outcome is lower than that of the same schedule in the length of the longest
   * run, (schedule); 0 within the runs.
   */
  private double[] brought(List<? extends Schedule> schedules, Outcomes outcomes, double steps) {
    double[] brought = new double[schedules.size()];
    double known = forecaster.reach().steps();
    if (steps <= known) {
      return brought;
    }
    Outcomes within =
        forecaster.outcomes(
            schedules.stream()
                .map(schedule -> new StretchedSchedule(schedule, steps, known))
                .toList(),
            known);
    for (int i = 0; i < brought.length; i++) {
      brought[i] = within.mean(i) - outcomes.mean(i);
    }
    return brought;
  }
}
