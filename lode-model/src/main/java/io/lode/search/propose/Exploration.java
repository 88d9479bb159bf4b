package io.lode.search.propose;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.IntervalRates;
import io.lode.schedule.IntervalSchedule;
import java.util.List;
import java.util.Optional;

/**
 * What an explorer chose.
 *
 * @param plan the candidate that may be published before any run followed it; empty where the
 *     explorer has none
 * @param choices what the next sweep should try
 */
public record Exploration(Optional<IntervalSchedule> plan, List<Choice> choices) {

  /**
   * A schedule to try.
   *
   * @param candidate its rates
   * @param origin the run whose fine structure it keeps
   * @param why it was chosen
   */
  public record Choice(IntervalSchedule candidate, EvaluatedRun origin, String why) {

    /** Repeats a run as it was. */
    public static Choice repeat(EvaluatedRun run, double horizonStep, String why) {
      return new Choice(new IntervalSchedule(run.logLearningRate(), horizonStep), run, why);
    }

    /** Whether it is the schedule of its origin. */
    public boolean repeatsOrigin() {
      return IntervalRates.distance(candidate.logLearningRate(), origin.logLearningRate()) == 0;
    }
  }
}
