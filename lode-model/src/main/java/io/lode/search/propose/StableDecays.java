package io.lode.search.propose;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.Panel;
import io.lode.schedule.IntervalSchedule;
import io.lode.search.Estimate;
import io.lode.search.StableDecayConfig;
import io.lode.search.evidence.Evidence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The stable decays that compete in one night: at the peaks of the runs near the best one and below
 * them, with cooldowns of several lengths.
 *
 * <p>The first forecaster of the panel judges them, the one that knows how training goes. A process
 * on outcomes alone says nothing of a shape that no run had, and is not asked.
 */
final class StableDecays {

  private final NightView view;
  private final StableDecayConfig config;
  private final List<StableDecay> all;

  /**
   * Lists the stable decays of a night.
   *
   * <p>There are none where a run held its rate, since the panel then knows of them, and none where
   * no run was cooled down: {@link Cooldowns} compete there.
   */
  StableDecays(NightView view, boolean anyCooled) {
    this.view = view;
    config = view.config().stableDecays();
    boolean anyHeld =
        view.sweep().finished().stream()
            .anyMatch(
                run ->
                    StableDecay.holds(
                        run.logLearningRate(), config.heldPart(), config.heldUntil()));
    all = anyCooled && !anyHeld ? estimated(shapes()) : List.of();
  }

  /** A stable decay before anybody was asked. */
  private record Shaped(
      EvaluatedRun run,
      double part,
      Cooldown.Shape shape,
      double length,
      IntervalSchedule schedule) {

    StableDecay expecting(Estimate estimate) {
      return new StableDecay(run, part, shape, length, schedule, estimate);
    }
  }

  /** Those of every good run whose held rate is safe. */
  private List<Shaped> shapes() {
    Evidence evidence = view.evidence();
    double highest =
        view.sweep().finished().stream()
            .mapToDouble(EvaluatedRun::logPeak)
            .max()
            .orElse(Double.NEGATIVE_INFINITY);
    double safe = Math.min(highest - Math.log(config.stableClearance()), view.logCap());
    List<Shaped> shapes = new ArrayList<>();
    for (int i = 0; i < evidence.runs().size(); i++) {
      EvaluatedRun run = evidence.runs().get(i);
      if (evidence.schedule(i) == i && view.isGood(i)) {
        config.stableParts().stream()
            .filter(part -> run.logPeak() + Math.log(part) <= safe)
            .forEach(part -> shapes.addAll(cooled(run, part)));
      }
    }
    return shapes;
  }

  /** One held rate under every cooldown. */
  private List<Shaped> cooled(EvaluatedRun run, double part) {
    double smallest = Math.log(view.sweep().bounds().minimum());
    List<Shaped> cooled = new ArrayList<>();
    for (double length : config.stableLengths()) {
      for (Cooldown.Shape shape : List.of(Cooldown.Shape.LINEAR, Cooldown.Shape.ONE_MINUS_ROOT)) {
        IntervalSchedule schedule =
            new IntervalSchedule(
                StableDecay.rates(run.logLearningRate(), part, shape, length, smallest),
                view.sweep().horizonStep());
        cooled.add(new Shaped(run, part, shape, length, schedule));
      }
    }
    return cooled;
  }

  private List<StableDecay> estimated(List<Shaped> shapes) {
    if (shapes.isEmpty()) {
      return List.of();
    }
    Panel.Opinions opinions = view.opinions(shapes.stream().map(Shaped::schedule).toList());
    Evidence evidence = view.evidence();
    int best = evidence.bestCautious();
    double standing = evidence.expected(best);
    // The forecast has no luck of its own, what it is compared with has.
    double luck = evidence.noise() / Math.sqrt(1.0 + evidence.repeats(best));
    List<StableDecay> estimated = new ArrayList<>();
    for (int i = 0; i < shapes.size(); i++) {
      double mean = opinions.mean()[0][i];
      double doubt = config.stableDoubt() * Math.abs(standing - mean);
      double deviation =
          Math.sqrt(Math.pow(opinions.standardDeviation()[0][i], 2) + doubt * doubt + luck * luck);
      estimated.add(shapes.get(i).expecting(new Estimate(mean, deviation)));
    }
    return estimated;
  }

  /** The one that gains most at its pessimistic end, among those that are no risk. */
  Optional<StableDecay> plan() {
    return best(view.config().publication().pessimism());
  }

  /**
   * The best one.
   *
   * @param pessimism standard deviations that are added to the expected outcome
   */
  Optional<StableDecay> best(double pessimism) {
    return all.stream()
        .filter(decay -> Double.isFinite(decay.estimate().mean()))
        .filter(decay -> !view.evidence().risky(decay.schedule()))
        .min(Comparator.comparingDouble(decay -> decay.estimate().pessimistic(pessimism)));
  }
}
