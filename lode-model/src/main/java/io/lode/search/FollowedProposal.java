package io.lode.search;

import io.lode.forecast.EvaluatedRun;
import io.lode.schedule.Schedule;
import io.lode.trajectory.Trajectory;

/**
 * Whether a run did what was proposed, by the rates that it logged.
 *
 * <p>Compared where the run logged: between sparse logs of a steep schedule the rates of the run's
 * intervals are guesses.
 */
final class FollowedProposal {

  /** Root mean square difference in log rate up to which a run followed a proposal. */
  private static final double FOLLOWED = 0.06;

  /** Part of the horizon below which a run's rates are too few to tell. */
  private static final double FEWEST = 0.05;

  private FollowedProposal() {}

  /**
   * Compares the rates that a run logged up to a horizon; where it ended or diverged before, up to
   * there.
   */
  static boolean by(EvaluatedRun run, Schedule proposal, double horizonStep) {
    Trajectory logged = run.run().trajectory();
    double sum = 0;
    int compared = 0;
    double until = 0;
    for (int i = 0; i < logged.length() && logged.step()[i] <= horizonStep; i++) {
      until = logged.step()[i];
      double difference = difference(run, proposal, until);
      sum += difference * difference;
      compared++;
    }
    if (until < FEWEST * horizonStep) {
      double difference = difference(run, proposal, FEWEST * horizonStep);
      sum += difference * difference;
      compared++;
    }
    return Math.sqrt(sum / compared) < FOLLOWED;
  }

  /** In log rate; a log may tell the rate of the step before it or of that after it. */
  private static double difference(EvaluatedRun run, Schedule proposal, double step) {
    double logged = Math.log(run.schedule().learningRate(step));
    double before = Math.log(proposal.learningRate(Math.max(0, step - 1))) - logged;
    double after = Math.log(proposal.learningRate(step)) - logged;
    return before * after <= 0 ? 0 : Math.min(Math.abs(before), Math.abs(after));
  }
}
