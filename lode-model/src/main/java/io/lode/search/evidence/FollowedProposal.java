package io.lode.search.evidence;

import io.lode.forecast.EvaluatedRun;
import io.lode.schedule.PiecewiseLogLinear;
import io.lode.trajectory.Trajectory;
import java.util.Arrays;

/**
 * Whether a run did what was proposed, by the rates that it logged.
 *
 * <p>Compared where the run logged: between sparse logs of a steep schedule the rates of the run's
 * intervals are guesses.
 */
public final class FollowedProposal {

  /** Root mean square difference in log rate up to which a run followed a proposal. */
  private static final double FOLLOWED = 0.06;

  /** Part of the horizon below which a run's rates are too few to tell. */
  private static final double FEWEST = 0.05;

  /** How far below a proposal's largest rate, in log, a trainer may have capped its own. */
  private static final double CAPPED = 0.25;

  private final EvaluatedRun run;
  private final PiecewiseLogLinear proposal;
  private final double cap;

  private FollowedProposal(EvaluatedRun run, PiecewiseLogLinear proposal, double horizonStep) {
    this.run = run;
    this.proposal = proposal;
    double largest = 0;
    Trajectory logged = run.run().trajectory();
    for (int i = 0; i < logged.length() && logged.step()[i] <= horizonStep; i++) {
      largest = Math.max(largest, logged.learningRate()[i]);
    }
    double asked = Arrays.stream(proposal.learningRate()).max().orElseThrow();
    cap = Math.log(asked / largest) < CAPPED ? Math.log(largest) : Double.POSITIVE_INFINITY;
  }

  /**
   * Compares the rates that a run logged up to a horizon; where it ended or diverged before, up to
   * there.
   */
  public static boolean by(EvaluatedRun run, PiecewiseLogLinear proposal, double horizonStep) {
    return new FollowedProposal(run, proposal, horizonStep).distance(horizonStep) < FOLLOWED;
  }

  private double distance(double horizonStep) {
    Trajectory logged = run.run().trajectory();
    double sum = 0;
    int compared = 0;
    double until = 0;
    for (int i = 0; i < logged.length() && logged.step()[i] <= horizonStep; i++) {
      until = logged.step()[i];
      double difference = difference(until);
      sum += difference * difference;
      compared++;
    }
    if (until < FEWEST * horizonStep) {
      double difference = difference(FEWEST * horizonStep);
      sum += difference * difference;
      compared++;
    }
    return Math.sqrt(sum / compared);
  }

  /** In log rate; a log may tell the rate of the step before it or of that after it. */
  private double difference(double step) {
    double logged = Math.log(run.schedule().learningRate(step));
    double before = asked(Math.max(0, step - 1)) - logged;
    double after = asked(step) - logged;
    return before * after <= 0 ? 0 : Math.min(Math.abs(before), Math.abs(after));
  }

  private double asked(double step) {
    return Math.min(cap, Math.log(proposal.learningRate(step)));
  }
}
