package io.lode.jobs.group;

import io.lode.artifact.ScheduleSettings;
import io.lode.hyperparameter.EffectWords;
import io.lode.hyperparameter.Effects;
import io.lode.hyperparameter.Hyperparameter;
import io.lode.hyperparameter.HyperparameterValue;
import io.lode.hyperparameter.SettledSweep;
import io.lode.jobs.conf.settings.HyperparameterSettings;
import io.lode.jobs.store.artifacts.Artifacts;
import io.lode.jobs.store.artifacts.Ensembles;
import io.lode.model.modal.ModalConfig;
import io.lode.search.Proposal;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * For which values of the hyperparameters a group is searched, and which of them proposals may
 * change.
 *
 * @param hyperparameters what they are taken for
 * @param asked values that the user asked for, by name; those of the best run stand in for others
 * @param varied names of those that proposals change
 */
public record DecisionSettings(
    HyperparameterSettings hyperparameters, TreeMap<String, String> asked, ArrayList<String> varied)
    implements Serializable {

  /** The values of the best run, and proposals change nothing but the schedule. */
  public static DecisionSettings ofBestRun(HyperparameterSettings hyperparameters) {
    return new DecisionSettings(hyperparameters, new TreeMap<>(), new ArrayList<>());
  }

  /** As many other values as are told of a change; a count. */
  private static final int TOLD = 3;

  /** Places in the range of a number that proposals choose between; a count. */
  private static final int PLACES = 21;

  /** Standard deviations by which an uncertain value is taken to be better: it is to be learnt. */
  private static final double HOPE = 1;

  /**
   * The effects of the hyperparameters, beside an ensemble of the group.
   *
   * @throws IllegalArgumentException if a hyperparameter that was asked for does not vary
   */
  Effects effects(Sweep sweep, Ensembles.Stored ensemble) {
    return checked(GroupTraining.effects(sweep, ensemble, hyperparameters));
  }

  /**
   * The runs under the settings that are asked for.
   *
   * @param artifacts of the store, which may hold an ensemble of the group
   * @param modal settings of a fit where it holds none
   * @throws IllegalArgumentException if a hyperparameter that was asked for does not vary
   */
  public SettledSweep settled(Sweep sweep, Artifacts artifacts, ModalConfig modal) {
    Effects effects = checked(GroupTraining.effects(sweep, artifacts, hyperparameters, modal));
    return SettledSweep.of(sweep, effects, at(effects));
  }

  private Effects checked(Effects effects) {
    requireVarying("--at", asked.keySet(), effects);
    requireVarying("--vary", varied, effects);
    for (String name : varied) {
      if (effects.conversion().ofSteps().contains(name)) {
        throw new IllegalArgumentException(
            "--vary names "
                + name
                + ", which says what a step is, so that each value needs a schedule of its own; ask"
                + " for one value with --at "
                + name
                + "=VALUE");
      }
    }
    for (String name : asked.keySet()) {
      if (effects.conversion().ofSteps().contains(name)
          && !(HyperparameterValue.of(asked.get(name)) instanceof HyperparameterValue.Numeric one
              && one.value() > 0)) {
        throw new IllegalArgumentException(
            "--at " + name + " must be a number over 0, found '" + asked.get(name) + "'");
      }
    }
    return effects;
  }

  private static void requireVarying(String option, Iterable<String> names, Effects effects) {
    for (String name : names) {
      if (!effects.looked().names().contains(name)) {
        String why = effects.looked().leftOut().get(name);
        throw new IllegalArgumentException(
            option
                + " names "
                + name
                + ", which "
                + (why == null ? "no run logged" : why)
                + "; what varies beside the rate: "
                + (effects.looked().names().isEmpty()
                    ? "nothing"
                    : String.join(", ", effects.looked().names())));
      }
    }
  }

  /** The values that the group is searched for. */
  Map<String, String> at(Effects effects) {
    Map<String, String> at = new TreeMap<>(effects.reference());
    at.putAll(asked);
    return at;
  }

  private static String source(SettledSweep settled, Map<String, String> at) {
    Effects effects = settled.effects();
    if (!at.equals(settled.at())) {
      return "changed for this proposal";
    }
    if (at.equals(effects.reference())) {
      return "the best run as logged";
    }
    return settled.sweep().runs().stream()
        .filter(run -> effects.settings(run).equals(at))
        .findFirst()
        .map(Run::run)
        .map(run -> "asked for, as run " + run + " had them")
        .orElse("asked for, and no run had them all");
  }

  /**
   * What an artifact says of its settings.
   *
   * @param settled the sweep at the settings that the group is searched for
   * @param at the settings of the schedule
   * @param mean expected transformed objective at the horizon, under these settings
   */
  public ScheduleSettings described(
      SettledSweep settled, Map<String, String> at, double mean, double horizonStep) {
    Effects effects = settled.effects();
    if (effects.looked().varying().isEmpty()) {
      return ScheduleSettings.NONE;
    }
    MetricTransform transform = settled.sweep().objective().transform();
    double shown = effects.shownAt(horizonStep, at);
    List<ScheduleSettings.Change> changes = new ArrayList<>();
    List<String> undecided = new ArrayList<>();
    new EffectWords(effects).steps().ifPresent(undecided::add);
    effects.tooFew().ifPresent(undecided::add);
    for (Effects.Effect effect : effects.found()) {
      Hyperparameter one = effect.hyperparameter();
      if (effect.used()) {
        for (String value : others(one, at, settled.sweep(), TOLD)) {
          Map<String, String> changed = new TreeMap<>(at);
          changed.put(one.name(), value);
          Effects.Change change = effects.change(at, changed);
          double outcome = mean + shown * change.mean();
          changes.add(
              new ScheduleSettings.Change(
                  one.name(),
                  value,
                  transform.invert(outcome),
                  transform.invertStandardDeviation(outcome, shown * change.standardDeviation())));
        }
      } else if (effects.tooFew().isEmpty()) {
        undecided.add(one.name() + " explains nothing beside the rate");
      }
    }
    return new ScheduleSettings(at, source(settled, at), changes, undecided);
  }

  /** Other values than the present one: levels that were run, or numbers over the range. */
  private static List<String> others(
      Hyperparameter one, Map<String, String> at, Sweep sweep, int count) {
    TreeSet<String> values = new TreeSet<>();
    if (one.scale() == Hyperparameter.Scale.LEVELS) {
      sweep.runs().stream()
          .map(run -> run.hyperparameters().get(one.name()))
          .filter(value -> value != null && !value.equals(at.get(one.name())))
          .forEach(values::add);
      return List.copyOf(values);
    }
    List<String> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String value = one.valueAt((double) i / (count - 1));
      if (!value.equals(at.get(one.name()))) {
        numbers.add(value);
      }
    }
    return numbers;
  }

  /**
   * The settings of proposals, one each. The first, and those that repeat a run, keep what the
   * group is searched for. Each of the others changes what may be changed to the values that may do
   * best and that no earlier one took.
   */
  List<Map<String, String>> ofProposals(SettledSweep settled, List<Proposal> proposals) {
    List<Map<String, String>> chosen = new ArrayList<>();
    for (Proposal proposal : proposals) {
      Map<String, String> next = new TreeMap<>(settled.at());
      if (!chosen.isEmpty() && proposal.repeats() == null) {
        for (String name : varied) {
          next = improved(settled.effects(), settled, next, name, chosen);
        }
      }
      chosen.add(next);
    }
    return chosen;
  }

  private static Map<String, String> improved(
      Effects effects,
      SettledSweep settled,
      Map<String, String> from,
      String name,
      List<Map<String, String>> taken) {
    Hyperparameter one =
        effects.looked().varying().stream()
            .filter(known -> known.name().equals(name))
            .findFirst()
            .orElseThrow();
    Map<String, String> best = from;
    double least = Double.POSITIVE_INFINITY;
    for (String value : others(one, from, settled.sweep(), PLACES)) {
      Map<String, String> changed = new TreeMap<>(from);
      changed.put(name, value);
      boolean again = taken.stream().anyMatch(earlier -> value.equals(earlier.get(name)));
      Effects.Change change = effects.change(from, changed);
      double hoped = change.mean() - HOPE * change.standardDeviation();
      if (!again && hoped < least) {
        least = hoped;
        best = changed;
      }
    }
    return best;
  }
}
