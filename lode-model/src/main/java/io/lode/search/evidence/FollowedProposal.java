package io.lode.search.evidence;

import io.lode.forecast.EvaluatedRun;
import io.lode.schedule.PiecewiseLogLinear;
import io.lode.search.EvidenceConfig;
import io.lode.trajectory.Trajectory;
import java.util.Arrays;

/**
 * Whether a run followed a proposal, judged by the rates that the run logged.
 *
 * <p>Rates are compared at logged steps only: between sparse logs of a steep schedule the run's
 * rates are not known.
 */
public final class FollowedProposal {

  private final EvaluatedRun run;
  private final PiecewiseLogLinear proposal;
  private final EvidenceConfig config;
  private final double cap;

  private FollowedProposal(
      EvaluatedRun run, PiecewiseLogLinear proposal, double horizonStep, EvidenceConfig config) {
    this.config = config;
    this.run = run;
    this.proposal = proposal;
    double largest = 0;
    Trajectory logged = run.run().trajectory();
    for (int i = 0; i < logged.length() && logged.step()[i] <= horizonStep; i++) {
      largest = Math.max(largest, logged.learningRate()[i]);
    }
    double asked = Arrays.stream(proposal.learningRate()).max().orElseThrow();
    cap =
        Math.log(asked / largest) < config.followedCap()
            ? Math.log(largest)
            : Double.POSITIVE_INFINITY;
  }

  /**
   * Compares the rates that a run logged with those of a proposal, up to the horizon or up to the
   * run's last log, whichever is earlier.
   */
  public static boolean by(
      EvaluatedRun run, PiecewiseLogLinear proposal, double horizonStep, EvidenceConfig config) {
    return new FollowedProposal(run, proposal, horizonStep, config).distance(horizonStep)
        < config.followedDistance();
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
    double fewest = config.followedFewest() * horizonStep;
    if (until < fewest) {
      double difference = difference(fewest);
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
