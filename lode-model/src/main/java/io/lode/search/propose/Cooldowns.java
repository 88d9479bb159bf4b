package io.lode.search.propose;

import io.lode.forecast.EvaluatedRun;
import io.lode.schedule.IntervalSchedule;
import io.lode.search.Estimate;
import io.lode.search.evidence.CooldownGains;
import io.lode.search.evidence.Evidence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The cooldowns that compete in one night: the shapes of practice, in several lengths, of every run
 * that is near the best one and safe to follow.
 */
final class Cooldowns {

  /** A rate this near to the peak, in log rate, belongs to it: the warm-up is over. */
  private static final double AT_PEAK = 0.05;

  private final NightView view;
  private final CooldownGains gains;
  private final List<Cooldown> all;

  /** Lists the cooldowns of a night. */
  Cooldowns(NightView view) {
    this.view = view;
    gains =
        new CooldownGains(
            view.sweep(),
            view.evidence(),
            view.panel(),
            view.config().cooldowns(),
            view.config().publication().fewestRuns());
    all = new ArrayList<>();
    Evidence evidence = view.evidence();
    for (int i = 0; i < evidence.runs().size(); i++) {
      if (evidence.schedule(i) == i && mayBeCooled(i)) {
        add(i);
      }
    }
  }

  /**
   * Whether a run is near the best one and safe to follow up to its cooldown. Once any run has
   * diverged, a run other than the best must keep clear of the rates that did.
   */
  private boolean mayBeCooled(int run) {
    Evidence evidence = view.evidence();
    return view.isGood(run)
        && (evidence.schedule(run) == evidence.schedule(evidence.best())
            || evidence.runs().get(run).logPeak() <= view.logCap());
  }

  private void add(int index) {
    EvaluatedRun run = view.evidence().runs().get(index);
    double[] rates = run.logLearningRate();
    int warm = 0;
    while (rates[warm] < run.logPeak() - AT_PEAK) {
      warm++;
    }
    double longest = 1 - warm / (double) rates.length;
    double smallest = Math.log(view.sweep().bounds().minimum());
    List<Cooldown.Shape> shapes = new ArrayList<>();
    List<Double> lengths = new ArrayList<>();
    List<IntervalSchedule> schedules = new ArrayList<>();
    double before = 0;
    for (double wanted : view.config().cooldowns().cooldownLengths()) {
      double length = Math.min(longest, wanted);
      if (length <= before) {
        break;
      }
      before = length;
      for (Cooldown.Shape shape : Cooldown.Shape.values()) {
        shapes.add(shape);
        lengths.add(length);
        schedules.add(
            new IntervalSchedule(
                Cooldown.rates(rates, shape, length, smallest), view.sweep().horizonStep()));
      }
    }
    List<Estimate> estimates = gains.estimates(index, schedules);
    for (int i = 0; i < schedules.size(); i++) {
      all.add(new Cooldown(run, shapes.get(i), lengths.get(i), schedules.get(i), estimates.get(i)));
    }
  }

  /** What the sweep tells of the gain of cooldowns. */
  CooldownGains gains() {
    return gains;
  }

  /**
   * The cooldown that may be published untried: the best one, with some caution, among those that
   * even at their pessimistic end beat the proven schedule; where none does, the one that comes
   * nearest. What is not known of their gains is the same for all, so that full caution would only
   * prefer small steps.
   */
  Optional<Cooldown> plan() {
    double pessimism = view.config().publication().pessimism();
    int published = view.published();
    IntervalSchedule proven =
        new IntervalSchedule(
            view.evidence().runs().get(published).logLearningRate(), view.sweep().horizonStep());
    double standing = view.evidence().estimate(published, view.estimate(proven).mean());
    Optional<Cooldown> sure =
        credible()
            .filter(cooldown -> cooldown.estimate().pessimistic(pessimism) < standing)
            .min(by(view.config().cooldowns().cooldownCaution()));
    return sure.isPresent() ? sure : credible().min(by(pessimism));
  }

  /**
   * Until a cooldown was observed, a run that is far behind would have to gain more than practice
   * knows of: it may be broken for good, which no forecast tells.
   */
  private Stream<Cooldown> credible() {
    if (gains.observed() > 0) {
      return allowed();
    }
    double width = view.config().cooldowns().credibleGain();
    return allowed()
        .filter(
            cooldown ->
                view.evidence().behind(view.evidence().find(Evidence.key(cooldown.run())))
                    <= width);
  }

  /**
   * The best cooldown that keeps apart from what was chosen.
   *
   * @param pessimism standard deviations that are added to the expected outcome
   * @param chosen to keep apart from; of each run one cooldown is chosen
   */
  Optional<Cooldown> best(double pessimism, List<Exploration.Choice> chosen) {
    return allowed()
        .filter(
            cooldown ->
                chosen.stream()
                    .noneMatch(
                        choice ->
                            Evidence.key(choice.origin()).equals(Evidence.key(cooldown.run()))))
        .min(by(pessimism));
  }

  private Stream<Cooldown> allowed() {
    return all.stream()
        .filter(cooldown -> Double.isFinite(cooldown.estimate().mean()))
        .filter(cooldown -> !view.evidence().risky(cooldown.schedule()));
  }

  private static Comparator<Cooldown> by(double pessimism) {
    return Comparator.comparingDouble(cooldown -> cooldown.estimate().pessimistic(pessimism));
  }
}
