package io.lode.hyperparameter;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.Forecaster;
import io.lode.forecast.OutcomeForecaster;
import io.lode.forecast.SweepOutcomes;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What hyperparameters do to the outcome of runs, with the effect of the schedule taken off.
 *
 * <p>Outcomes are transformed objectives at the end of training; smaller is better. Settings are
 * values of hyperparameters by name, as logged.
 */
public final class Effects {

  /** How the reason ends for which a hyperparameter that never varies does not count. */
  public static final String IN_EVERY_RUN = " in every run";

  private final Conversion conversion;
  private final VaryingHyperparameters looked;
  private final List<Effect> found;
  private final Optional<AdditiveProcess> process;
  private final ShownEffects shown;
  private final Map<String, String> reference;
  private final String tooFew;

  /** Nothing was estimated. */
  Effects(
      Conversion conversion,
      VaryingHyperparameters looked,
      List<Effect> found,
      Map<String, String> reference,
      String tooFew) {
    this(conversion, looked, found, Optional.empty(), ShownEffects.NONE, reference, tooFew);
  }

  Effects(
      Conversion conversion,
      VaryingHyperparameters looked,
      List<Effect> found,
      Optional<AdditiveProcess> process,
      ShownEffects shown,
      Map<String, String> reference,
      String tooFew) {
    this.conversion = conversion;
    this.looked = looked;
    this.found = List.copyOf(found);
    this.process = process;
    this.shown = shown;
    this.reference = new TreeMap<>(reference);
    this.tooFew = tooFew;
  }

  /**
   * What one hyperparameter does.
   *
   * @param hyperparameter which
   * @param used whether it explains enough to be taken off
   * @param explained part of the spread of outcomes that it explains beside the rate; NaN where it
   *     was not estimated
   */
  public record Effect(Hyperparameter hyperparameter, boolean used, double explained) {}

  /**
   * A change of the transformed objective at the end of training.
   *
   * @param mean below 0 where it is better
   * @param standardDeviation of that
   */
  public record Change(double mean, double standardDeviation) {}

  /**
   * Estimates the effects from the runs of a sweep that went to the end and learned, in turn with a
   * forecaster of what their schedules lead to. Held-out runs choose which kinds of effects there
   * are.
   *
   * @param base fits a forecaster to a sweep; it is asked only where hyperparameters vary
   * @throws IllegalArgumentException if no run logged a positive learning rate
   */
  public static Effects of(
      Sweep sweep,
      HyperparameterRoles roles,
      HyperparameterConfig config,
      Function<Sweep, ? extends Forecaster> base) {
    return new EffectChoice(sweep, roles, config, base).chosen();
  }

  /**
   * Estimates the effects beside a forecaster that is fitted already.
   *
   * @param rules which kinds of effects there are, as they were chosen for the forecaster
   * @param fitted to the sweep as it would have been under one setting
   * @throws IllegalArgumentException if no run logged a positive learning rate
   */
  public static Effects beside(
      Sweep sweep,
      HyperparameterRoles roles,
      HyperparameterConfig config,
      EffectRules rules,
      OutcomeForecaster fitted) {
    EffectFit fit =
        new EffectFit(
            sweep, roles, config, new Conversion(rules, StepSize.of(sweep.runs(), roles)));
    return fit.blocked().orElseGet(() -> fit.beside(fitted));
  }

  /** The settings of the sweep's best run, or of its first where none went to the end. */
  static Map<String, String> ofBestRun(
      SweepOutcomes outcomes, VaryingHyperparameters looked, Conversion conversion) {
    return outcomes
        .best()
        .map(EvaluatedRun::run)
        .or(() -> outcomes.sweep().runs().stream().findFirst())
        .map(run -> settings(run, looked, conversion))
        .orElse(Map.of());
  }

  private static Map<String, String> settings(
      Run run, VaryingHyperparameters looked, Conversion conversion) {
    TreeSet<String> names = new TreeSet<>(looked.names());
    names.addAll(conversion.names());
    Map<String, String> settings = new TreeMap<>();
    for (String name : names) {
      HyperparameterValue value = VaryingHyperparameters.value(run, name);
      if (!value.missing()) {
        settings.put(name, value.text());
      }
    }
    return settings;
  }

  /** Which kinds of effects there are. */
  public EffectRules rules() {
    return conversion.rules();
  }

  /** How steps and rates under some settings convert to others. */
  public Conversion conversion() {
    return conversion;
  }

  /** Whether runs under one setting differ from those that were logged. */
  public boolean settles() {
    return any() || conversion.active();
  }

  /** Which hyperparameters vary, and which are left out. */
  public VaryingHyperparameters looked() {
    return looked;
  }

  /** What each hyperparameter that varies does, those that explain most first. */
  public List<Effect> found() {
    return found.stream()
        .sorted(
            Comparator.comparing((Effect one) -> !one.used())
                .thenComparingDouble(one -> -one.explained()))
        .toList();
  }

  /** Why no effect was estimated, in a sentence without a full stop; empty where it was. */
  public Optional<String> tooFew() {
    return Optional.ofNullable(tooFew);
  }

  /** Whether any hyperparameter has an effect that is taken off. */
  public boolean any() {
    return found.stream().anyMatch(Effect::used);
  }

  /** The names of those that have an effect, in order. */
  public List<String> used() {
    return found.stream()
        .filter(Effect::used)
        .map(one -> one.hyperparameter().name())
        .sorted()
        .toList();
  }

  /** The settings of the sweep's best run: what decisions are for where nobody asks otherwise. */
  public Map<String, String> reference() {
    return reference;
  }

  /** The values of a run for all hyperparameters that vary; those that it lacks are not named. */
  public Map<String, String> settings(Run run) {
    return settings(run, looked, conversion);
  }

  /**
   * The part of the final effects that shows at a step, about 0 at the start and 1 at the end.
   *
   * @param step at least 0, of a run under the settings of the best one
   */
  public double shownAt(double step) {
    return shown.at(step);
  }

  /**
   * As {@link #shownAt(double)}.
   *
   * @param step at least 0
   * @param under settings whose steps are meant
   */
  public double shownAt(double step, Map<String, String> under) {
    return shown.at(step * conversion.steps(under, reference));
  }

  /**
   * How much worse the outcome is under some settings than under others, and how sure that is.
   *
   * @param from settings; a hyperparameter that is not named is missing
   * @param to settings, likewise
   */
  public Change change(Map<String, String> from, Map<String, String> to) {
    if (process.isEmpty() || from.equals(to)) {
      return new Change(0, 0);
    }
    HyperparameterValue[] before = values(from);
    HyperparameterValue[] after = values(to);
    return new Change(
        process.get().effect(after) - process.get().effect(before),
        process.get().deviation(after, before));
  }

  /**
   * How unsure the level is at which runs that were brought to some settings lie: a standard
   * deviation of the outcome.
   */
  public double doubt(Map<String, String> at) {
    return process.map(known -> known.deviationFromRuns(values(at))).orElse(0.0);
  }

  /** Why steps are not converted although some runs say a batch size; empty where all is told. */
  Optional<String> untoldSteps() {
    return looked.untoldSteps();
  }

  /** How unlikely the outcomes are; NaN where nothing was estimated. */
  double cost() {
    return process.map(AdditiveProcess::cost).orElse(Double.NaN);
  }

  private HyperparameterValue[] values(Map<String, String> settings) {
    return looked.varying().stream()
        .map(one -> HyperparameterValue.of(settings.get(one.name())))
        .toArray(HyperparameterValue[]::new);
  }

  /**
   * A run's outcome against its value of one hyperparameter.
   *
   * @param value of the hyperparameter
   * @param difference of the transformed objective, with the effects of the rate and of all other
   *     hyperparameters taken off
   */
  public record Seen(HyperparameterValue value, double difference) {}

  /** The outcomes against one hyperparameter that varies; none where nothing was estimated. */
  public List<Seen> seen(String name) {
    List<Seen> seen = new ArrayList<>();
    for (int j = 0; j < looked.varying().size() && process.isPresent(); j++) {
      if (looked.varying().get(j).name().equals(name)) {
        double[] left = process.get().beside(j);
        for (int i = 0; i < left.length; i++) {
          seen.add(new Seen(process.get().value(i, j), left[i]));
        }
      }
    }
    return seen;
  }

  /** Standard deviation of a run's outcome around its schedule and settings; NaN if unknown. */
  public double noise() {
    return process.map(AdditiveProcess::noise).orElse(Double.NaN);
  }
}
