package io.lode.search.propose;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.IntervalRates;
import io.lode.schedule.IntervalSchedule;
import io.lode.search.Estimate;
import java.util.List;
import java.util.Optional;

/**
 * What an explorer chose.
 *
 * @param plan the candidate that may be published before any run followed it; empty where the
 *     explorer has none
 * @param cooldown a cooldown of a run that may be published, too; empty where the explorer has none
 * @param stableDecay a rate that is held and cooled down, which may be published, too; empty where
 *     the explorer has none
 * @param choices what the next sweep should try
 */
public record Exploration(
    Optional<IntervalSchedule> plan,
    Optional<Cooldown> cooldown,
    Optional<StableDecay> stableDecay,
    List<Choice> choices) {

  /** Choices of an explorer that cools down no run. */
  public Exploration(Optional<IntervalSchedule> plan, List<Choice> choices) {
    this(plan, Optional.empty(), Optional.empty(), choices);
  }

  /**
   * A schedule to try.
   *
   * @param candidate its rates
   * @param origin the run whose fine structure it keeps
   * @param why it was chosen
   * @param estimate what is expected of it; empty where the panel is to be asked
   */
  public record Choice(
      IntervalSchedule candidate, EvaluatedRun origin, String why, Optional<Estimate> estimate) {

    /** A schedule of which the panel is asked what it expects. */
    public Choice(IntervalSchedule candidate, EvaluatedRun origin, String why) {
      this(candidate, origin, why, Optional.empty());
    }

    /**
     * A shape of practice, with its own estimate.
     *
     * @param why it was chosen, beside what it is
     */
    static Choice of(PracticeShape shape, String why) {
      return new Choice(
          shape.schedule(),
          shape.run(),
          shape.inWords() + ": " + why,
          Optional.of(shape.estimate()));
    }

    /** Repeats a run as it was. */
    public static Choice repeat(EvaluatedRun run, double horizonStep, String why) {
      return new Choice(run.intervals(horizonStep), run, why);
    }

    /** Whether it is the schedule of its origin. */
    public boolean repeatsOrigin() {
      return IntervalRates.distance(candidate.logLearningRate(), origin.logLearningRate()) == 0;
    }
  }
}
