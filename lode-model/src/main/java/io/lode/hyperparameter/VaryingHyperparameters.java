package io.lode.hyperparameter;

import io.lode.forecast.EvaluatedRun;
import io.lode.trajectory.Run;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which hyperparameters vary between runs beside the learning rate, and which are left out.
 *
 * @param varying those that may change the outcome, by name
 * @param leftOut why others do not count, as the rest of a sentence that starts with their name, by
 *     name
 * @param untoldSteps why steps are not converted although some runs say a batch size
 */
public record VaryingHyperparameters(
    List<Hyperparameter> varying, Map<String, String> leftOut, Optional<String> untoldSteps) {

  /** Names that say which run it is, where it ran or what it wrote, but not how it trained. */
  private static final Pattern BOOKKEEPING =
      Pattern.compile(
          "(?i)(.*[._/-])?(seed|random_?seed|rng|run|run_?(id|name|number)|name|id|uuid|trial"
              + "|trial_?(id|number|name)|path|dir|.*_?(dir|path|file|folder)|output|log.?level"
              + "|host|hostname|user|username|time|timestamp|date|created|started|device|devices"
              + "|gpu|gpus|cuda|num_?workers|workers|port|notes|tags?|comment|description|version"
              + "|git.*|commit|sha|project|entity|wandb.*|study|sweep|sweep_?id|experiment.*)");

  /** Names that say what the learning rate does. The schedule itself says it better. */
  private static final Pattern RATE =
      Pattern.compile(
          "(?i)(.*[._/-])?(lr|eta|.*learning.?rate.*|(peak|max|min|base|init|initial|final|end|start"
              + ").?lr|lr.?.*|peak|(peak|init|end).?value|(peak|max|min|base|initial|final).?rate"
              + "|.*warm.?up.*|.*schedul.*|anneal.*|cool.?down.*"
              + "|(lr.?|cosine.?|linear.?)?decay.?(steps?|fraction|epochs?|type|rate|factor)"
              + "|cycles?|(total|max|num|n).?(steps|epochs|iterations|iters)|epochs|steps"
              + "|step.?hint|last.?step)");

  /** Copies the parts. */
  public VaryingHyperparameters {
    varying = List.copyOf(varying);
    leftOut = Collections.unmodifiableMap(new TreeMap<>(leftOut));
  }

  /**
   * Looks through the hyperparameters of runs.
   *
   * @param runs of one group
   * @param declared what the settings declare; what the sources of the runs declared counts, too
   */
  public static VaryingHyperparameters of(
      List<EvaluatedRun> runs, HyperparameterRoles declared, HyperparameterConfig config) {
    return of(runs, declared, config, Optional.empty());
  }

  /**
   * As {@link #of(List, HyperparameterRoles, HyperparameterConfig)}, where what a step takes in
   * differs: its factors count although they may go with the rate.
   */
  static VaryingHyperparameters of(
      List<EvaluatedRun> runs,
      HyperparameterRoles declared,
      HyperparameterConfig config,
      Optional<StepSize> size) {
    HyperparameterRoles roles =
        declared.with(runs.stream().map(run -> run.run().hyperparameters()));
    TreeSet<String> names = new TreeSet<>();
    runs.forEach(run -> names.addAll(run.run().hyperparameters().keySet()));
    names.removeIf(name -> name.startsWith(HyperparameterRoles.DECLARED));
    List<Hyperparameter> varying = new ArrayList<>();
    List<List<HyperparameterValue>> kept = new ArrayList<>();
    Map<String, String> leftOut = new TreeMap<>();
    for (String name : names) {
      Column column = new Column(name, runs, config, size);
      Optional<String> why = column.leftOut(roles);
      if (why.isEmpty()) {
        int twin = kept.indexOf(twin(column.values(), kept));
        if (twin >= 0) {
          why = Optional.of("has the same value in each run as " + varying.get(twin).name());
        }
      }
      if (why.isPresent()) {
        leftOut.put(name, why.get());
      } else {
        kept.add(column.values());
        varying.add(Hyperparameter.of(name, column.values(), roles.logarithmic().contains(name)));
      }
    }
    return new VaryingHyperparameters(
        varying, leftOut, StepSize.untold(runs.stream().map(EvaluatedRun::run).toList(), declared));
  }

  /** A kept column that differs between the same runs in the same order; null where none does. */
  private static List<HyperparameterValue> twin(
      List<HyperparameterValue> values, List<List<HyperparameterValue>> kept) {
    return kept.stream().filter(other -> alike(values, other)).findFirst().orElse(null);
  }

  private static boolean alike(List<HyperparameterValue> values, List<HyperparameterValue> other) {
    for (int i = 0; i < values.size(); i++) {
      if (!values.get(i).same(other.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** The value of a run. */
  static HyperparameterValue value(Run run, String name) {
    return HyperparameterValue.of(run.hyperparameters().get(name));
  }

  /** One hyperparameter over the runs. */
  private record Column(
      String name,
      List<EvaluatedRun> runs,
      List<HyperparameterValue> values,
      HyperparameterConfig config,
      Optional<StepSize> size) {

    Column(
        String name,
        List<EvaluatedRun> runs,
        HyperparameterConfig config,
        Optional<StepSize> size) {
      this(name, runs, runs.stream().map(run -> value(run.run(), name)).toList(), config, size);
    }

    /** Why it does not count, as the rest of a sentence. */
    Optional<String> leftOut(HyperparameterRoles roles) {
      if (roles.ignored().contains(name)) {
        return Optional.of("is to be ignored");
      }
      if (!roles.counted().isEmpty()) {
        return roles.counted().contains(name)
            ? unusable()
            : Optional.of("is not among those that count");
      }
      if (size.isPresent() && size.get().names().contains(name)) {
        return unusable();
      }
      return constant()
          .or(this::ofTheBatch)
          .or(this::bookkeeping)
          .or(this::rate)
          .or(this::unusable);
    }

    private Optional<String> constant() {
      return values.stream().allMatch(value -> value.same(values.get(0)))
          ? Optional.of("is " + values.get(0).text() + Effects.IN_EVERY_RUN)
          : Optional.empty();
    }

    private Optional<String> ofTheBatch() {
      return size.filter(known -> known.others().contains(name))
          .map(
              known ->
                  "describes the batch, which "
                      + String.join(" and ", known.names())
                      + " says as a whole");
    }

    private Optional<String> bookkeeping() {
      if (BOOKKEEPING.matcher(name).matches()) {
        return Optional.of("names the run and says nothing of how it trained");
      }
      boolean ofRuns =
          runs.stream()
              .allMatch(run -> run.run().run().equals(run.run().hyperparameters().get(name)));
      if (ofRuns) {
        return Optional.of("is the run's name");
      }
      boolean paths =
          values.stream()
              .filter(value -> !value.missing())
              .allMatch(
                  value ->
                      value instanceof HyperparameterValue.Category && value.text().contains("/"));
      return paths ? Optional.of("is a path") : Optional.empty();
    }

    private Optional<String> rate() {
      if (RATE.matcher(name).matches()) {
        return Optional.of("belongs to the learning rate's schedule, which was logged");
      }
      return new RateInDisguise(runs, values, config).inWords();
    }

    private Optional<String> unusable() {
      return constant().or(this::mixed).or(this::tooManyLevels).or(this::tooSeldom);
    }

    private Optional<String> mixed() {
      int number = first(HyperparameterValue.Numeric.class);
      int other =
          Math.max(
              first(HyperparameterValue.Category.class), first(HyperparameterValue.Flag.class));
      return number < 0 || other < 0
          ? Optional.empty()
          : Optional.of(
              "is the number "
                  + values.get(number).text()
                  + " in run "
                  + runs.get(number).run().run()
                  + " and the text '"
                  + values.get(other).text()
                  + "' in run "
                  + runs.get(other).run().run()
                  + "; a number or a text in all runs would count");
    }

    private int first(Class<? extends HyperparameterValue> type) {
      for (int i = 0; i < values.size(); i++) {
        if (type.isInstance(values.get(i))) {
          return i;
        }
      }
      return -1;
    }

    private Optional<String> tooManyLevels() {
      if (first(HyperparameterValue.Numeric.class) >= 0) {
        return Optional.empty();
      }
      int levels = new HashSet<>(values).size();
      return levels > config.mostCategories()
          ? Optional.of(
              "has "
                  + levels
                  + " different texts in "
                  + values.size()
                  + " runs, more than the "
                  + config.mostCategories()
                  + " that can be told apart")
          : Optional.empty();
    }

    private Optional<String> tooSeldom() {
      long present = values.stream().filter(value -> !value.missing()).count();
      return present < Math.min(config.fewestPresent(), values.size())
          ? Optional.of("has a value in " + present + " of " + values.size() + " runs only")
          : Optional.empty();
    }
  }

  /** The names of those that vary. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>();
    varying.forEach(one -> names.add(one.name()));
    return names;
  }
}
