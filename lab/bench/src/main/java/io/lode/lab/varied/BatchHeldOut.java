package io.lode.lab.varied;

import io.lode.evaluation.HeldOut;
import io.lode.forecast.ClippedError;
import io.lode.forecast.FittingMethod;
import io.lode.forecast.Forecaster;
import io.lode.hyperparameter.EffectRules;
import io.lode.hyperparameter.EffectRules.Clock;
import io.lode.hyperparameter.Effects;
import io.lode.hyperparameter.HyperparameterConfig;
import io.lode.hyperparameter.HyperparameterRoles;
import io.lode.hyperparameter.SettledForecaster;
import io.lode.lab.world.Difference;
import io.lode.lab.world.SweepDraw;
import io.lode.lab.world.World;
import io.lode.model.modal.ModalConfig;
import io.lode.model.modal.ModalTrainer;
import io.lode.schedule.StretchedSchedule;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.ObservedCurve;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.SweepLearning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which steps and rates of runs on other batch sizes are equivalent, by held-out error: small
 * networks that are trained for the same number of examples on batches of several sizes. Runs that
 * diverged are left out: no conversion is about them.
 */
public final class BatchHeldOut {

  /** Batch sizes; the world's own is the first, and its steps are those of the world. */
  private static final int[] BATCHES = {32, 64, 128};

  private static final String BATCH_SIZE = "batch_size";

  private final ModalConfig modal;
  private final HyperparameterConfig config;

  /** Prepares fits with the given settings. */
  public BatchHeldOut(ModalConfig modal, HyperparameterConfig config) {
    this.modal = modal;
    this.config = config;
  }

  /**
   * What one sweep came to.
   *
   * @param world its name
   * @param runs how many
   * @param errors by rule: mean absolute error of the logarithm, along runs whose shape was held
   *     out and at their ends, then the same of runs whose batch size was held out
   * @param chosen what LODE chooses for the whole sweep
   */
  public record Row(String world, int runs, Map<String, double[]> errors, String chosen) {

    /** The row as lines of a Markdown table. */
    public List<String> markdown() {
      List<String> lines = new ArrayList<>();
      errors.forEach(
          (rule, of) ->
              lines.add(
                  String.format(
                      Locale.ROOT,
                      "| %s | %d | %s | %.4f | %.4f | %.4f | %.4f | %s |",
                      world,
                      runs,
                      rule,
                      of[0],
                      of[1],
                      of[2],
                      of[3],
                      rule.equals(chosen) ? "chosen" : "")));
      return lines;
    }
  }

  /** The two first lines of a Markdown table. */
  public static List<String> heading() {
    return List.of(
        "| world | runs | rule | shape held out | its end | batch size held out | its end | |",
        "|---|---|---|---|---|---|---|---|");
  }

  /** Measures a sweep of a world of networks. */
  public Row row(World world, int size, long seed) {
    Sweep sweep = sweep(world, size, seed);
    ModalTrainer trainer = new ModalTrainer(modal.brief());
    Map<String, double[]> errors = new LinkedHashMap<>();
    HeldOut heldOut = new HeldOut(whole(sweep));
    for (Map.Entry<String, EffectRules> rule : rules().entrySet()) {
      Errors shapes = new Errors();
      heldOut.forecast(
          new FittingMethod(rule.getKey(), rest -> settled(rest, rule.getValue(), trainer)),
          run -> shapes.add(run.forecast().mean(), run.observed()));
      Errors batches = new Errors();
      ofOtherBatches(whole(sweep), rule.getValue(), trainer, batches);
      errors.put(
          rule.getKey(),
          new double[] {shapes.curve(), shapes.end(), batches.curve(), batches.end()});
    }
    EffectRules chosen = Effects.of(sweep, HyperparameterRoles.NONE, config, trainer::fit).rules();
    return new Row(world.name(), size, errors, name(chosen.clock(), chosen.rateExponent()));
  }

  /** The runs that did not diverge. */
  private static Sweep whole(Sweep sweep) {
    return new Sweep(
        sweep.group(),
        sweep.objective(),
        sweep.runs().stream().filter(run -> !run.diverged()).toList());
  }

  private static Map<String, EffectRules> rules() {
    Map<String, EffectRules> rules = new LinkedHashMap<>();
    rules.put(name(Clock.STEPS, 0), rule(Clock.STEPS, 0));
    for (double exponent : new double[] {0, 0.5, 1}) {
      rules.put(name(Clock.EXAMPLES, exponent), rule(Clock.EXAMPLES, exponent));
    }
    return rules;
  }

  /** Without an effect of the batch on the level: the conversion alone is judged. */
  private static EffectRules rule(Clock clock, double exponent) {
    return new EffectRules(clock, exponent, new TreeMap<>(), new TreeSet<>(List.of(BATCH_SIZE)));
  }

  private static String name(Clock clock, double exponent) {
    return clock.name().toLowerCase(Locale.ROOT) + ", rate by batch^" + exponent;
  }

  private Forecaster settled(Sweep rest, EffectRules rules, ModalTrainer trainer) {
    Effects effects =
        Effects.beside(rest, HyperparameterRoles.NONE, config, rules, trainer.fit(rest));
    return SettledForecaster.fitted(rest, effects, trainer::fit);
  }

  private void ofOtherBatches(Sweep sweep, EffectRules rules, ModalTrainer trainer, Errors errors) {
    for (int batch : BATCHES) {
      String held = String.valueOf(batch);
      Sweep rest =
          new Sweep(
              sweep.group(),
              sweep.objective(),
              sweep.runs().stream()
                  .filter(run -> !run.hyperparameters().get(BATCH_SIZE).equals(held))
                  .toList());
      Forecaster fitted = settled(rest, rules, trainer);
      for (Run run : SweepLearning.teaching(sweep).runs()) {
        if (run.hyperparameters().get(BATCH_SIZE).equals(held)) {
          ObservedCurve observed =
              ObservedCurve.of(run.trajectory(), sweep.objective().transform()).afterStart();
          errors.add(
              fitted.of(run).forecast(run.schedule(), observed.step()).mean(), observed.value());
        }
      }
    }
  }

  /** Mean absolute errors of the logarithm over runs. */
  private static final class Errors {

    private double curves;
    private double ends;
    private int runs;

    void add(double[] forecast, double[] observed) {
      ClippedError error = ClippedError.of(forecast, observed);
      curves += error.curve();
      ends += error.end();
      runs++;
    }

    double curve() {
      return curves / runs;
    }

    double end() {
      return ends / runs;
    }
  }

  private static Sweep sweep(World world, int size, long seed) {
    SweepDraw draw = SweepDraw.of(world, size, seed);
    SplittableRandom random = new SplittableRandom(41 * seed + 3);
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int batch = BATCHES[random.nextInt(BATCHES.length)];
      double steps = world.totalSteps() * BATCHES[0] / batch;
      Run run =
          world
              .with(new Difference.BatchSize(batch))
              .train(
                  List.of(
                      new StretchedSchedule(draw.schedules().get(i), world.totalSteps(), steps)),
                  List.of(draw.names().get(i)),
                  steps,
                  1000 * seed + i)
              .get(0);
      runs.add(
          new Run(
              run.sweep(),
              run.run(),
              run.seed(),
              Map.of(BATCH_SIZE, String.valueOf(batch)),
              run.diverged() ? RunStatus.DIVERGED : RunStatus.COMPLETED,
              steps,
              run.trajectory()));
    }
    return new Sweep(
        new GroupKey(world.name(), "simulated", GroupKey.UNKNOWN), world.objective(), runs);
  }
}
