package io.lode.lab.bench;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.IntervalRates;
import io.lode.forecast.Panel;
import io.lode.forecast.SweepOutcomes;
import io.lode.schedule.IntervalSchedule;
import io.lode.schedule.Schedule;
import io.lode.search.Estimate;
import io.lode.search.SearchConfig;
import io.lode.search.evidence.CooldownGains;
import io.lode.search.evidence.Evidence;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Chooses among the runs of a table by what a few of them tell, as a first night would: cooldowns
 * by their own estimate, all others by the panel.
 */
public final class TableChoice {

  /** A cooldown's rates are at most this far above its run's, in log rate. */
  private static final double TOLERANCE = 0.03;

  private final SweepOutcomes given;
  private final SweepOutcomes all;
  private final SearchConfig config;
  private final Panel panel;
  private final Evidence evidence;
  private final CooldownGains gains;

  /**
   * Prepares.
   *
   * @param given the runs that are known
   * @param all the runs among which one is chosen
   */
  TableChoice(SweepOutcomes given, SweepOutcomes all, Panel panel, SearchConfig config) {
    this.given = given;
    this.all = all;
    this.config = config;
    this.panel = panel;
    evidence = new Evidence(given, panel, config.evidence());
    gains =
        new CooldownGains(
            given, evidence, panel, config.cooldowns(), config.publication().fewestRuns());
  }

  /**
   * What was chosen, and what else would have been.
   *
   * @param given how many runs were known
   * @param chosen name of the run
   * @param predicted its objective
   * @param objective what it really reached
   * @param regret of that against the best run of the table
   * @param ruleRegret regret of the run nearest to the rule: the best peak, cooled down over the
   *     last fifth
   * @param bestGivenRegret regret of the best run that was known
   */
  public record Row(
      String table,
      double horizonStep,
      String shape,
      int given,
      String chosen,
      double predicted,
      double objective,
      double regret,
      double ruleRegret,
      double bestGivenRegret) {}

  /**
   * Chooses.
   *
   * @param shape of the given runs
   */
  Row row(String table, String shape) {
    double pessimism = config.cooldowns().cooldownCaution();
    EvaluatedRun chosen = lowest(run -> estimate(schedule(run)).pessimistic(pessimism));
    Schedule rule =
        FirstNightLoop.rule(
            evidence.runs().get(evidence.best()), given.bounds().minimum(), given.horizonStep());
    double[] ruled = IntervalRates.log(rule, given.horizonStep(), given.bounds().minimum());
    EvaluatedRun byRule =
        lowest(run -> IntervalRates.distance(floored(run.logLearningRate()), ruled));
    double best = objective(all.best().orElseThrow());
    return new Row(
        table,
        given.horizonStep(),
        shape,
        given.runs().size(),
        chosen.run().run(),
        Math.exp(estimate(schedule(chosen)).mean()),
        objective(chosen),
        objective(chosen) - best,
        objective(byRule) - best,
        objective(given.best().orElseThrow()) - best);
  }

  private EvaluatedRun lowest(ToDoubleFunction<EvaluatedRun> score) {
    return all.finished().stream().min(Comparator.comparingDouble(score)).orElseThrow();
  }

  /** The best cautious estimate as a cooldown of a given run, else the panel's. */
  private Estimate estimate(IntervalSchedule schedule) {
    Estimate found = null;
    double caution = config.cooldowns().cooldownCaution();
    for (int i = 0; i < evidence.runs().size(); i++) {
      if (isBelow(schedule, evidence.runs().get(i))) {
        Estimate estimate = gains.estimates(i, List.of(schedule)).get(0);
        if (found == null || estimate.pessimistic(caution) < found.pessimistic(caution)) {
          found = estimate;
        }
      }
    }
    if (found != null) {
      return found;
    }
    Panel.Opinions opinions =
        panel.opinions(
            List.of(schedule), schedule(evidence.runs().get(evidence.best())), given.horizonStep());
    return new Estimate(opinions.sharedMean(0), opinions.sharedStandardDeviation(0));
  }

  private static boolean isBelow(IntervalSchedule schedule, EvaluatedRun run) {
    for (int t = 0; t < run.logLearningRate().length; t++) {
      if (schedule.logLearningRate()[t] > run.logLearningRate()[t] + TOLERANCE) {
        return false;
      }
    }
    return true;
  }

  private double[] floored(double[] logLearningRate) {
    double[] floored = logLearningRate.clone();
    for (int t = 0; t < floored.length; t++) {
      floored[t] = Math.max(floored[t], Math.log(given.bounds().minimum()));
    }
    return floored;
  }

  private IntervalSchedule schedule(EvaluatedRun run) {
    return run.intervals(given.horizonStep());
  }

  private static double objective(EvaluatedRun run) {
    return Math.exp(run.outcome());
  }
}
