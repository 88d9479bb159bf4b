package io.lode.lab.prove;

import io.lode.forecast.Horizon;
import io.lode.schedule.PiecewiseLogLinear;
import java.nio.file.Path;
import java.util.List;

/** LODE as a head-to-head uses it: the commands' own work on stores of the head-to-head. */
public interface Scheduling {

  /**
   * A schedule that was published.
   *
   * @param schedule its knots
   * @param decision {@code revised} or {@code kept}
   * @param reason of the decision
   * @param mean expected objective at the horizon
   * @param standardDeviation of that
   * @param repeats name of the run whose schedule a proposal is; null where it is new
   */
  record Published(
      PiecewiseLogLinear schedule,
      String decision,
      String reason,
      double mean,
      double standardDeviation,
      String repeats) {}

  /**
   * A run that is looked at while it trains.
   *
   * @param run its name
   * @param schedule that it follows
   */
  record InFlight(String run, PiecewiseLogLinear schedule) {}

  /** Reads the logs below a folder into a store. */
  void ingest(Path store, Path logs);

  /** Fits what changed. */
  void train(Path store);

  /** Publishes the best plan where even its pessimistic outcome beats what is proven. */
  Published planned(Path store, Horizon horizon);

  /** Publishes only what was run at least twice, or the best run's own schedule. */
  Published proven(Path store);

  /** What the nightly search proposes for a horizon. */
  List<Published> propose(Path store, Horizon horizon, int count);

  /**
   * The best schedule by another model than LODE's own.
   *
   * @param planner one of {@link io.lode.lab.prove.ProofDefinition#PLANNERS}
   */
  Published plan(Path store, String planner);

  /**
   * Plans the rest of runs anew, or keeps what they follow.
   *
   * @param store whose sweep and ensemble are asked
   * @param logged store that holds what the runs logged; what came after {@code now} is not looked
   *     at
   * @param now part of training that is over
   * @return one a run, in their order
   */
  List<Published> replan(Path store, Path logged, Horizon now, List<InFlight> runs);
}
