package io.lode.search.propose;

import io.lode.forecast.IntervalRates;
import io.lode.forecast.OutcomeForecaster;
import io.lode.forecast.Outcomes;
import io.lode.forecast.Panel;
import io.lode.forecast.SweepOutcomes;
import io.lode.schedule.Schedule;
import io.lode.search.SearchConfig;
import io.lode.search.evidence.Evidence;
import io.lode.search.evidence.FlatRuns;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Nights of hand-made sweeps: the nearer a rate is to the best one, in log, the better. */
final class Nights {

  static final double BEST_RATE = 0.4;

  private Nights() {}

  /** The loss at the end of a run at a constant rate. */
  static double loss(double learningRate) {
    return Math.exp(Math.abs(Math.log(learningRate / BEST_RATE)));
  }

  /** Runs that finished at constant rates. */
  static FlatRuns runs(double... learningRates) {
    FlatRuns runs = new FlatRuns();
    for (double rate : learningRates) {
      runs.survived(rate, loss(rate));
    }
    return runs;
  }

  /** Expects that rates near a best one end best; sure of it up to a standard deviation. */
  record Near(String name, double best, double deviation) implements OutcomeForecaster {
    @Override
    public Outcomes outcomes(List<? extends Schedule> schedules, double horizonStep) {
      double[] members =
          schedules.stream()
              .mapToDouble(
                  schedule ->
                      Arrays.stream(IntervalRates.log(schedule, horizonStep, 1e-9))
                          .map(rate -> Math.abs(rate - Math.log(best)))
                          .average()
                          .orElseThrow())
              .toArray();
      double[] residual = new double[members.length];
      Arrays.fill(residual, deviation);
      return new Outcomes(new double[][] {members}, residual);
    }
  }

  static Panel panel(double noise, OutcomeForecaster... forecasters) {
    return new Panel(List.of(forecasters), noise);
  }

  static Evidence evidence(SweepOutcomes sweep, double noise) {
    return new Evidence(
        sweep, panel(noise, new Near("near", BEST_RATE, 0)), SearchConfig.standard().evidence());
  }

  /** The view of a night whose region is that of a first night. */
  static NightView view(SweepOutcomes sweep, Panel panel, int published, int proposals) {
    SearchConfig config = SearchConfig.standard();
    Evidence evidence = new Evidence(sweep, panel, config.evidence());
    return new NightView(
        sweep,
        panel,
        evidence,
        TrustRegion.first(evidence, config),
        published,
        proposals,
        config,
        new SplittableRandom(1));
  }
}
