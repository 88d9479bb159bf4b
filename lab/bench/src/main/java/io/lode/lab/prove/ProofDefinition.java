package io.lode.lab.prove;

import io.lode.forecast.Horizon;
import io.lode.trajectory.Direction;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A head-to-head on real training: the section {@code proof} of a trial file, read and checked.
 *
 * @param horizon part of training at which schedules are asked for
 * @param steps that LODE plans the runs that judge for, where they are longer than the sweep's;
 *     empty where they are as long
 * @param horizons further parts of training: what is published for them is trained for comparison
 * @param replannedAt parts of training at which the runs of the last published schedule are looked
 *     at and replanned, increasing; none where replanning is not judged
 * @param nights of proposals, at least 0
 * @param judgedNights nights after which what LODE publishes is judged, increasing; 0 is the
 *     sweep's
 * @param proposals a night, at least 1; every other method has as many further runs
 * @param seeds of the runs that judge, never used before
 * @param hyperparameters settings of trials that LODE decides on beside the schedule: its programs
 *     log them under the same names
 * @param evaluation settings of the runs that judge, beside those of the method
 * @param outcome where a training program says what came out
 * @param planners that plan from the sweep alone, of {@link #PLANNERS}
 * @param methods to compare with
 */
public record ProofDefinition(
    Horizon horizon,
    OptionalLong steps,
    List<Horizon> horizons,
    List<Horizon> replannedAt,
    int nights,
    List<Integer> judgedNights,
    int proposals,
    List<Long> seeds,
    List<String> hyperparameters,
    Map<String, String> evaluation,
    Outcome outcome,
    List<String> planners,
    List<Method> methods) {

  /** The fitted Multi-Power Law, and the papers' latent ODE with the papers' scheduler. */
  public static final List<String> PLANNERS = List.of("multi-power-law", "latent");

  /** Copies the lists. */
  public ProofDefinition {
    horizons = List.copyOf(horizons);
    replannedAt = List.copyOf(replannedAt);
    judgedNights = List.copyOf(judgedNights);
    seeds = List.copyOf(seeds);
    hyperparameters = List.copyOf(hyperparameters);
    evaluation = Map.copyOf(evaluation);
    planners = List.copyOf(planners);
    methods = List.copyOf(methods);
  }

  /**
   * The JSON object that a training program leaves in its folder.
   *
   * @param file name below the trial's folder
   * @param validation key of what methods are chosen by
   * @param validationDirection which of its values is better
   * @param test key of what they are judged by
   * @param testDirection which of its values is better
   * @param seconds key of the time that the training steps took, or null
   * @param eigenvalue key of the Hessian's largest eigenvalue, or null
   */
  public record Outcome(
      String file,
      String validation,
      Direction validationDirection,
      String test,
      Direction testDirection,
      String seconds,
      String eigenvalue) {}

  /**
   * A method to compare with.
   *
   * @param name in reports
   * @param settings that make it the method: trials of the sweep that have them all are its own
   * @param grid of runs that it needs beside the sweep's; empty for none
   * @param refined settings, numbers over 0, that its further runs refine
   * @param trainings that one run of it makes, at least 1: its budget is one of trainings
   * @param start what it starts from
   * @param further trainings after the sweep, its budget, at least 0
   * @param chooser program that chooses its runs, with its arguments; empty where its settings are
   *     refined
   */
  public record Method(
      String name,
      Map<String, String> settings,
      Map<String, List<String>> grid,
      List<String> refined,
      int trainings,
      Start start,
      int further,
      List<String> chooser) {

    /** Copies the lists. */
    public Method {
      refined = List.copyOf(refined);
      chooser = List.copyOf(chooser);
    }
  }

  /** What a method starts from. */
  public enum Start {
    /** Trials of the sweep that have its settings, and its grid. */
    OWN_RUNS,

    /** The settings of the best run of the sweep, with its own put over them. */
    BEST_RUN
  }
}
