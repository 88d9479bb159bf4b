package io.lode.jobs.conf.trial;

import io.lode.jobs.conf.TextTemplate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A sweep of real training runs: a trial file, read and checked.
 *
 * @param name the file it was read from, for messages
 * @param command the program and its arguments, with settings in braces
 * @param environment variables of the program, beside those of LODE's own process
 * @param workingFolder where the program runs
 * @param folder where the trials' folders lie
 * @param source file or name of the source definition that the logs are read with
 * @param seeds of every point of the grids and the sample
 * @param grids values by setting; a grid stands for all combinations of its values
 * @param sample random points, or null
 * @param repeats which of these points run under further seeds, or null
 * @param schedules CSV files, each of which is a point: its path is the value of {@link #SCHEDULE}
 * @param timeLimit of one attempt
 * @param retries further attempts of a trial that failed, at least 0
 */
public record TrialDefinition(
    String name,
    List<TextTemplate> command,
    Map<String, TextTemplate> environment,
    Path workingFolder,
    Path folder,
    String source,
    List<Long> seeds,
    List<Map<String, List<String>>> grids,
    Sample sample,
    Repeats repeats,
    List<Path> schedules,
    Duration timeLimit,
    int retries) {

  /** The setting that holds the path of an explicit schedule. */
  public static final String SCHEDULE = "schedule";

  /** Copies the lists. */
  public TrialDefinition {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    seeds = List.copyOf(seeds);
    grids = List.copyOf(grids);
    schedules = List.copyOf(schedules);
  }

  /** The same with another folder. */
  public TrialDefinition in(Path other) {
    return new TrialDefinition(
        name,
        command,
        environment,
        workingFolder,
        other,
        source,
        seeds,
        grids,
        sample,
        repeats,
        schedules,
        timeLimit,
        retries);
  }

  /** The same with further explicit schedules. */
  public TrialDefinition trying(List<Path> further) {
    List<Path> all = new ArrayList<>(schedules);
    further.forEach(path -> all.add(path.toAbsolutePath().normalize()));
    return new TrialDefinition(
        name,
        command,
        environment,
        workingFolder,
        folder,
        source,
        seeds,
        grids,
        sample,
        repeats,
        all,
        timeLimit,
        retries);
  }

  /**
   * Random points.
   *
   * @param count how many
   * @param settings how each setting is drawn
   */
  public record Sample(int count, Map<String, Range> settings) {}

  /**
   * Points of the grids and the sample that run under further seeds, as people repeat a few runs to
   * see their noise.
   *
   * @param points how many, the first ones
   * @param seeds that they have beside those of every point
   */
  public record Repeats(int points, List<Long> seeds) {

    /** Copies the list. */
    public Repeats {
      seeds = List.copyOf(seeds);
    }
  }

  /**
   * What a setting is drawn from: a list, or an interval.
   *
   * @param values the list; empty for an interval
   * @param from lower end
   * @param to upper end
   * @param logarithmic whether the logarithm is drawn evenly
   */
  public record Range(List<String> values, double from, double to, boolean logarithmic) {

    /** A list of values. */
    static Range of(List<String> values) {
      return new Range(List.copyOf(values), Double.NaN, Double.NaN, false);
    }
  }
}
