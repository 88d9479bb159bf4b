package io.lode.search.replan;

import io.lode.forecast.Panel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Searches a region for the rest with the best pessimistic outcome: whole levels, tilts and random
 * smooth changes, then refinements around the best of them.
 */
final class RestCandidates {

  /**
   * Weight of a random change's level, in standard deviations. The squares of the three weights sum
   * to about 1 at the ends of the rest, so that {@code random-shift-scale} is the size of a change.
   */
  private static final double LEVEL = 0.6;

  /** Weight of a random change's slope: as large as the level, since the end counts most. */
  private static final double SLOPE = 0.6;

  /** Weight of each knot's own part. Smaller than the others, so that a change stays smooth. */
  private static final double OWN = 0.5;

  private final RestRegion region;
  private final ReplanConfig.Shifts config;
  private final SplittableRandom random;

  RestCandidates(RestRegion region, ReplanConfig.Shifts config, SplittableRandom random) {
    this.region = region;
    this.config = config;
    this.random = random;
  }

  /** The best candidates, best first, at least one. */
  List<RevisedRest> search(Panel panel, RevisedRest reference, double pessimism) {
    List<double[]> shifts = draw();
    List<Scored> kept = best(score(shifts, panel, reference, pessimism));
    for (double scale : config.shiftRefinementScales()) {
      List<double[]> children = new ArrayList<>();
      for (Scored parent : kept) {
        for (int child = 0; child < config.shiftRefinements(); child++) {
          children.add(moved(parent.candidate().shift(), scale));
        }
      }
      List<Scored> all = new ArrayList<>(kept);
      all.addAll(score(children, panel, reference, pessimism));
      kept = best(all);
    }
    return kept.stream().map(Scored::candidate).toList();
  }

  private record Scored(RevisedRest candidate, double score) {}

  private List<Scored> best(List<Scored> all) {
    return all.stream()
        .sorted(Comparator.comparingDouble(Scored::score))
        .limit(config.refinedShifts())
        .toList();
  }

  private List<Scored> score(
      List<double[]> shifts, Panel panel, RevisedRest reference, double pessimism) {
    List<RevisedRest> candidates = shifts.stream().map(region::shifted).toList();
    Panel.Opinions opinions = panel.opinions(candidates, reference, region.horizonStep());
    return IntStream.range(0, candidates.size())
        .mapToObj(
            i ->
                new Scored(
                    candidates.get(i),
                    opinions.sharedMean(i) + pessimism * opinions.sharedStandardDeviation(i)))
        .toList();
  }

  private List<double[]> draw() {
    List<double[]> shifts = new ArrayList<>();
    for (double level : config.shiftLevels()) {
      double[] flat = new double[RestRegion.KNOTS];
      double[] tilt = new double[RestRegion.KNOTS];
      double[] late = new double[RestRegion.KNOTS];
      for (int k = 0; k < flat.length; k++) {
        double part = k / (flat.length - 1.0);
        flat[k] = level * region.radius();
        tilt[k] = level * region.radius() * (1 - 2 * part);
        late[k] = level * region.radius() * Math.max(0, 2 * part - 1);
      }
      shifts.add(flat);
      shifts.add(tilt);
      shifts.add(late);
    }
    for (int i = 0; i < config.randomShifts(); i++) {
      shifts.add(moved(new double[RestRegion.KNOTS], config.randomShiftScale()));
    }
    return shifts;
  }

  /** A smooth random change: a level, a slope and a part of its own for every knot. */
  private double[] moved(double[] from, double scale) {
    double level = random.nextGaussian();
    double slope = random.nextGaussian();
    double[] moved = new double[from.length];
    for (int k = 0; k < moved.length; k++) {
      double part = 2.0 * k / (moved.length - 1) - 1;
      double change = LEVEL * level + SLOPE * slope * part + OWN * random.nextGaussian();
      moved[k] = inBox(from[k] + scale * region.radius() * change);
    }
    return moved;
  }

  private double inBox(double shift) {
    return Math.max(-region.radius(), Math.min(region.radius(), shift));
  }
}
