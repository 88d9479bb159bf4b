package io.lode.jobs.trial;

import io.lode.jobs.UsageException;
import io.lode.jobs.conf.trial.TrialDefinition;
import io.lode.jobs.conf.trial.TrialDefinition.Range;
import io.lode.jobs.conf.trial.TrialDefinition.Sample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** The trials that a trial file stands for. */
public final class TrialPlan {

  private TrialPlan() {}

  /**
   * All combinations of every grid, the sample's points, and the explicit schedules, each with
   * every seed, and the first of these points with the seeds of {@code repeats}; equal ones once.
   *
   * @param seed of the sample
   * @throws UsageException if a schedule's file does not exist
   */
  public static List<Trial> of(TrialDefinition definition, long seed) {
    Set<Map<String, String>> points = new LinkedHashSet<>();
    definition.grids().forEach(grid -> points.addAll(combinations(grid)));
    if (definition.sample() != null) {
      points.addAll(sample(definition.sample(), seed));
    }
    for (Path schedule : definition.schedules()) {
      if (!Files.isRegularFile(schedule)) {
        throw new UsageException(
            "trial file " + definition.name() + ": schedule " + schedule + " does not exist");
      }
      points.add(new TreeMap<>(Map.of(TrialDefinition.SCHEDULE, schedule.toString())));
    }
    List<Trial> trials = new ArrayList<>();
    for (long runSeed : definition.seeds()) {
      points.forEach(point -> trials.add(new Trial(point, runSeed)));
    }
    if (definition.repeats() != null) {
      for (long runSeed : definition.repeats().seeds()) {
        points.stream()
            .limit(definition.repeats().points())
            .forEach(point -> trials.add(new Trial(point, runSeed)));
      }
    }
    return trials;
  }

  /** The random points of a sample, in the order in which they are drawn. */
  public static List<Map<String, String>> sample(Sample sample, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Map<String, String>> points = new ArrayList<>();
    for (int i = 0; i < sample.count(); i++) {
      Map<String, String> point = new TreeMap<>();
      sample.settings().forEach((setting, range) -> point.put(setting, draw(range, random)));
      points.add(point);
    }
    return points;
  }

  /** All combinations of the values of a grid. */
  public static List<Map<String, String>> combinations(Map<String, List<String>> grid) {
    List<Map<String, String>> points = List.of(new TreeMap<>());
    for (Map.Entry<String, List<String>> setting : grid.entrySet()) {
      List<Map<String, String>> longer = new ArrayList<>();
      for (Map<String, String> point : points) {
        for (String value : setting.getValue()) {
          Map<String, String> next = new TreeMap<>(point);
          next.put(setting.getKey(), value);
          longer.add(next);
        }
      }
      points = longer;
    }
    return points;
  }

  private static String draw(Range range, SplittableRandom random) {
    if (!range.values().isEmpty()) {
      return range.values().get(random.nextInt(range.values().size()));
    }
    double part = random.nextDouble();
    double value =
        range.logarithmic()
            ? range.from() * Math.pow(range.to() / range.from(), part)
            : range.from() + part * (range.to() - range.from());
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
