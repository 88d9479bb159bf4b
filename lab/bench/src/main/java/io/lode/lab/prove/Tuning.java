package io.lode.lab.prove;

import io.lode.jobs.trial.Trial;
import io.lode.lab.prove.ProofDefinition.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Chooses a method's hyperparameters as a careful user would: a line search on a log scale around
 * the best point so far, and repeats of what seems best, so that luck does not choose.
 *
 * @param method whose settings are refined
 * @param firstSeed of points that are new
 * @param judged seeds that only the final runs may use
 */
record Tuning(Method method, long firstSeed, List<Long> judged) {

  /** Runs that a point needs to be chosen before those with fewer. */
  private static final int PROVEN_RUNS = 2;

  /** Ratio of neighbours where the points so far do not say. */
  private static final double RATIO = 2;

  /**
   * A run and what it reached.
   *
   * @param trial the run
   * @param value of what methods are chosen by, smaller is better; infinite where there is none
   */
  record Observed(Trial trial, double value) {}

  /**
   * A point and its runs.
   *
   * @param settings of the point
   * @param runs how many
   * @param mean of their values
   */
  record Point(Map<String, String> settings, int runs, double mean) {}

  /**
   * The next runs: one repeat of the better of the two best points that has fewer runs, then new
   * neighbours of the best point, then further repeats.
   *
   * @param observed runs so far, at least one
   */
  List<Trial> next(List<Observed> observed, int count) {
    List<Point> points = points(observed);
    List<Trial> next = new ArrayList<>();
    next.add(repeat(points, observed, next));
    for (Map<String, String> neighbour : neighbours(points)) {
      if (next.size() < count) {
        next.add(new Trial(neighbour, firstSeed));
      }
    }
    while (next.size() < count) {
      next.add(repeat(points, observed, next));
    }
    return next;
  }

  /** The point with the best mean, of those with at least two runs where there are any. */
  static Point chosen(List<Observed> observed) {
    List<Point> points = points(observed);
    return points.stream()
        .filter(point -> point.runs() >= PROVEN_RUNS && Double.isFinite(point.mean()))
        .findFirst()
        .orElse(points.get(0));
  }

  /** The points, the best mean first. */
  static List<Point> points(List<Observed> observed) {
    Map<Map<String, String>, List<Double>> values = new LinkedHashMap<>();
    for (Observed one : observed) {
      values.computeIfAbsent(one.trial().settings(), key -> new ArrayList<>()).add(one.value());
    }
    List<Point> points = new ArrayList<>();
    values.forEach(
        (settings, runs) ->
            points.add(
                new Point(
                    settings,
                    runs.size(),
                    runs.stream().mapToDouble(Double::doubleValue).average().orElseThrow())));
    points.sort(Comparator.comparingDouble(Point::mean));
    return points;
  }

  private Trial repeat(List<Point> points, List<Observed> observed, List<Trial> planned) {
    Set<Trial> taken = new HashSet<>(planned);
    observed.forEach(one -> taken.add(one.trial()));
    Map<String, String> settings =
        points.stream()
            .limit(2)
            .map(Point::settings)
            .min(
                Comparator.comparingLong(
                    point -> taken.stream().filter(t -> t.settings().equals(point)).count()))
            .orElseThrow();
    long seed = firstSeed;
    while (judged.contains(seed) || taken.contains(new Trial(settings, seed))) {
      seed++;
    }
    return new Trial(settings, seed);
  }

  /** Half way, in the logarithm, to the neighbours of the best point; one ratio beyond an edge. */
  private List<Map<String, String>> neighbours(List<Point> points) {
    Map<String, String> best = points.get(0).settings();
    List<Map<String, String>> neighbours = new ArrayList<>();
    for (String setting : method.refined()) {
      if (!best.containsKey(setting)) {
        continue;
      }
      TreeSet<Double> values = new TreeSet<>();
      for (Point point : points) {
        Map<String, String> like = new TreeMap<>(point.settings());
        String value = like.put(setting, best.get(setting));
        if (like.equals(best) && value != null) {
          values.add(Double.parseDouble(value));
        }
      }
      double centre = Double.parseDouble(best.get(setting));
      Double below = values.lower(centre);
      Double above = values.higher(centre);
      double down = below != null ? centre / below : above != null ? above / centre : RATIO;
      double up = above != null ? above / centre : down;
      add(neighbours, best, setting, below == null ? centre / down : Math.sqrt(centre * below));
      add(neighbours, best, setting, above == null ? centre * up : Math.sqrt(centre * above));
    }
    points.forEach(point -> neighbours.remove(point.settings()));
    return neighbours;
  }

  private static void add(
      List<Map<String, String>> neighbours,
      Map<String, String> best,
      String setting,
      double value) {
    Map<String, String> neighbour = new TreeMap<>(best);
    neighbour.put(setting, String.format(Locale.ROOT, "%.4g", value));
    neighbours.add(neighbour);
  }
}
