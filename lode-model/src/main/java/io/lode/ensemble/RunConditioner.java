package io.lode.ensemble;

import io.lode.forecast.AnchoredForecaster;
import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.LossAlarm;
import io.lode.forecast.LossRise;
import io.lode.forecast.Outlook;
import io.lode.forecast.Panel;
import io.lode.forecast.RunPace;
import io.lode.forecast.RunSoFar;
import io.lode.forecast.SweepOutcomes;
import io.lode.forecast.TrackRecord;
import io.lode.model.modal.ConditionedModal;
import io.lode.model.modal.ModalForecaster;
import io.lode.model.modal.PaceConfig;
import io.lode.model.modal.PaceFit;
import io.lode.model.process.ProcessForecaster;
import io.lode.statistics.Median;
import io.lode.statistics.Spread;
import io.lode.trajectory.MetricTransform;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Tells a group's forecasters what a run in flight has done.
 *
 * <p>The run's pace is judged by how far the sweep's own runs seem to differ from their sweep at
 * the same part of training: what they show is the model's error, not a difference.
 */
public final class RunConditioner {

  private final ModalForecaster ensemble;
  private final SweepOutcomes sweep;
  private final PaceConfig config;
  private final TrackRecord.Reliance reliance;
  private final ProcessForecaster corrected;
  private final ProcessForecaster alone;
  private final LossRise objectiveRise;
  private final LossRise trainingRise;
  private final Map<Integer, RunPace> calibrations = new ConcurrentHashMap<>();

  /**
   * Prepares a group at one horizon.
   *
   * @param config how the pace of a run is estimated
   * @param reliance what a decision may rest on, by held-out runs of the ensemble
   * @throws IllegalArgumentException if no run reached the horizon
   */
  public RunConditioner(
      ModalForecaster ensemble,
      SweepOutcomes sweep,
      PaceConfig config,
      TrackRecord.Reliance reliance) {
    this.ensemble = ensemble;
    this.reliance = reliance;
    this.config = config;
    this.sweep = sweep;
    corrected = ProcessForecaster.on(ensemble, sweep);
    alone = ProcessForecaster.alone(sweep);
    objectiveRise = rise(RunSoFar::objective);
    trainingRise = rise(RunSoFar::training);
  }

  private LossRise rise(Function<RunSoFar, LossRise.Series> series) {
    MetricTransform transform = sweep.sweep().objective().transform();
    return LossRise.of(
        sweep.finished().stream()
            .map(run -> RunSoFar.of(run.run().trajectory(), transform, sweep.horizonStep()))
            .map(series)
            .toList());
  }

  /** The group's runs and their horizon. */
  public SweepOutcomes sweep() {
    return sweep;
  }

  /** What is expected of a run. */
  public Outlook given(RunSoFar run) {
    PaceFit[] fits =
        ensemble.members().stream()
            .map(member -> new PaceFit(ensemble.basis(), member, run, config))
            .toArray(PaceFit[]::new);
    RunPace pace = calibrated(fits[0].pace(fits[0].count()), run.now());
    double[] logPace = new double[fits.length];
    double[] logOffset = new double[fits.length];
    for (int m = 0; m < fits.length; m++) {
      logPace[m] = pace.logPace() + pace.standardError() * quantile(m, fits.length);
      logOffset[m] = fits[m].offset(logPace[m], fits[m].count());
    }
    ConditionedModal modal = new ConditionedModal(ensemble, run, logPace, logOffset);
    Panel panel =
        new Panel(
            List.of(corrected.withBase(modal), alone),
            0.5 * (corrected.noise() + alone.noise()),
            // Held-out runs were forecast whole, which says nothing of a run whose start is known.
            new TrackRecord(1, reliance),
            Panel.Weighting.ALIKE);
    return new Outlook(
        panel, new AnchoredForecaster(modal, panel, run, sweep.horizonStep()), pace, alarm(run));
  }

  /** Whether a run's loss rises as no finished run's did. */
  public LossAlarm alarm(RunSoFar run) {
    return objectiveRise
        .alarm(run.objective(), run.applied())
        .and(trainingRise.alarm(run.training(), run.applied()));
  }

  /** What is left of a pace after what the sweep's own runs show, shrunk to none. */
  private RunPace calibrated(RunPace pace, double now) {
    int part =
        (int)
            Math.max(
                1,
                Math.min(
                    config.paceParts(),
                    Math.round(config.paceParts() * now / sweep.horizonStep())));
    RunPace own = calibrations.computeIfAbsent(part, this::calibration);
    double variance =
        pace.standardError() * pace.standardError() + own.standardError() * own.standardError();
    double prior = config.paceWidth() * config.paceWidth();
    return new RunPace(
        (pace.logPace() - own.logPace()) * prior / (prior + variance),
        Math.sqrt(prior * variance / (prior + variance)));
  }

  /** Median and spread of the paces that the sweep's runs show up to a part of the horizon. */
  private RunPace calibration(int part) {
    double until = sweep.horizonStep() * part / config.paceParts();
    MetricTransform transform = sweep.sweep().objective().transform();
    List<Double> found = new ArrayList<>();
    for (EvaluatedRun run : sweep.finished()) {
      if (run.run().trajectory().step()[0] > until) {
        continue;
      }
      RunSoFar early = RunSoFar.of(run.run().trajectory(), transform, until);
      if (early.value().length >= config.fewestPacePoints()) {
        PaceFit fit = new PaceFit(ensemble.basis(), ensemble.members().get(0), early, config);
        found.add(fit.pace(fit.count()).logPace());
      }
    }
    if (found.size() < config.fewestPaceRuns()) {
      return new RunPace(0, config.paceWidth());
    }
    double[] paces = found.stream().mapToDouble(Double::doubleValue).toArray();
    return new RunPace(Median.of(paces), Spread.aroundMedian(paces));
  }

  /** Spread of the members over the pace's error: of mean 0 and variance about 1. */
  private static double quantile(int member, int count) {
    if (count == 1) {
      return 0;
    }
    // The best fit is in the middle; the others alternate outwards.
    int rank = (member + 1) / 2 * (member % 2 == 0 ? 1 : -1);
    double centred = rank + (count % 2 == 0 ? 0.5 : 0);
    return centred / Math.sqrt((count * count - 1) / 12.0);
  }
}
