package io.lode.hyperparameter;

import io.lode.trajectory.Run;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How many examples or tokens one optimiser step takes in: the product of some hyperparameters.
 *
 * <p>Names are recognised whatever their case, their separators and the sections before them, so
 * that {@code data.train_batch_size} is {@code trainBatchSize}.
 *
 * @param names as logged of the factors that vary, in order; at least one
 * @param unit of the product
 * @param others hyperparameters that describe the batch, too, and are no factors: those that do say
 *     it better
 */
public record StepSize(List<String> names, Unit unit, Set<String> others) {

  /** What a batch is counted in. */
  public enum Unit {
    /** Examples, or sequences. */
    EXAMPLES("examples"),
    /** Tokens. */
    TOKENS("tokens");

    private final String label;

    Unit(String label) {
      this.label = label;
    }

    /** The name in messages. */
    public String label() {
      return label;
    }
  }

  /** Tokens of a step. */
  private static final List<String> TOKENS =
      List.of(
          "tokensperstep", "tokensperbatch", "tokensperupdate", "batchtokens", "batchsizetokens");

  /** Examples of a step, over all devices and parts of an accumulated gradient. */
  private static final List<String> WHOLE =
      List.of(
          "examplesperstep",
          "sequencesperstep",
          "globalbatchsize",
          "globaltrainbatchsize",
          "globalbatch",
          "totalbatchsize",
          "totaltrainbatchsize",
          "effectivebatchsize",
          "effectivebatch",
          "gbs");

  /** Examples of one device and one part of an accumulated gradient. */
  private static final List<String> OF_A_DEVICE =
      List.of(
          "perdevicetrainbatchsize",
          "perdevicebatchsize",
          "perdevicebatch",
          "pergputrainbatchsize",
          "pergpubatchsize",
          "batchsizeperdevice",
          "batchsizepergpu",
          "devicebatchsize",
          "trainmicrobatchsizepergpu",
          "microbatchsize",
          "microbatch",
          "mbs");

  /** Examples, of which the log does not say over how many devices; they are the same for all. */
  private static final List<String> PLAIN =
      List.of(
          "batchsize",
          "bs",
          "trainbatchsize",
          "trainingbatchsize",
          "minibatchsize",
          "minibatch",
          "batchsz",
          "batch");

  /** Parts that a gradient is accumulated over. */
  private static final List<String> PARTS =
      List.of(
          "gradientaccumulationsteps",
          "gradientaccumulation",
          "gradaccumulationsteps",
          "gradaccumsteps",
          "gradaccum",
          "accumulationsteps",
          "accumulategradbatches",
          "accumsteps");

  /** Devices that each take a batch. */
  private static final List<String> DEVICES =
      List.of("worldsize", "numdevices", "devices", "ndevices", "numgpus", "ngpus", "gpus");

  /** Copies the names. */
  public StepSize {
    names = List.copyOf(names);
    others = Set.copyOf(others);
  }

  /**
   * The step size of runs.
   *
   * @param declared names whose product it is, where they are declared; what the sources of the
   *     runs declared counts, too; else LODE recognises them
   * @return empty where no factor is recognised, where a run lacks one or it is no number over 0,
   *     or where no factor varies
   */
  static Optional<StepSize> of(Collection<Run> runs, HyperparameterRoles declared) {
    if (runs.isEmpty()) {
      return Optional.empty();
    }
    HyperparameterRoles roles = declared.with(runs.stream().map(Run::hyperparameters));
    Set<String> ofEach = new TreeSet<>(runs.iterator().next().hyperparameters().keySet());
    runs.forEach(run -> ofEach.retainAll(run.hyperparameters().keySet()));
    ofEach.removeIf(name -> roles.ignored().contains(name));
    ofEach.removeIf(name -> !roles.counted().isEmpty() && !roles.counted().contains(name));
    Map<String, String> known = new LinkedHashMap<>();
    for (String name : ofEach) {
      known.putIfAbsent(plain(name), name);
    }
    StepSize found =
        roles.batchSizes().isEmpty()
            ? recognised(known)
            : new StepSize(List.copyOf(roles.batchSizes()), Unit.EXAMPLES, Set.of());
    if (found == null
        || runs.stream().anyMatch(run -> Double.isNaN(found.of(run.hyperparameters())))) {
      return Optional.empty();
    }
    // Sizes are compared by their ratio alone: a factor that never varies says nothing.
    List<String> varying =
        found.names().stream()
            .filter(
                name ->
                    runs.stream()
                            .map(run -> HyperparameterValue.of(run.hyperparameters().get(name)))
                            .mapToDouble(value -> ((HyperparameterValue.Numeric) value).value())
                            .distinct()
                            .count()
                        > 1)
            .toList();
    return varying.isEmpty()
        ? Optional.empty()
        : Optional.of(new StepSize(varying, found.unit(), found.others()));
  }

  /**
   * Why steps are not converted although some runs say a batch size, in a sentence without a full
   * stop; empty where all runs say it, or none does.
   *
   * @param declared as in {@link #of(Collection, HyperparameterRoles)}
   */
  static Optional<String> untold(Collection<Run> runs, HyperparameterRoles declared) {
    HyperparameterRoles roles = declared.with(runs.stream().map(Run::hyperparameters));
    TreeSet<String> names = new TreeSet<>(roles.batchSizes());
    if (names.isEmpty()) {
      for (Run run : runs) {
        for (String name : run.hyperparameters().keySet()) {
          boolean says =
              !roles.ignored().contains(name)
                  && (roles.counted().isEmpty() || roles.counted().contains(name))
                  && List.of(TOKENS, WHOLE, OF_A_DEVICE, PLAIN).stream()
                      .anyMatch(kind -> kind.contains(plain(name)));
          if (says) {
            names.add(name);
          }
        }
      }
    }
    return names.stream()
        .filter(
            name ->
                runs.stream().map(run -> run.hyperparameters().get(name)).distinct().count() > 1)
        .flatMap(
            name -> runs.stream().filter(run -> !says(run, name)).map(run -> untold(run, name)))
        .findFirst()
        .filter(unused -> of(runs, declared).isEmpty());
  }

  private static boolean says(Run run, String name) {
    return HyperparameterValue.of(run.hyperparameters().get(name))
            instanceof HyperparameterValue.Numeric number
        && number.value() > 0;
  }

  private static String untold(Run run, String name) {
    return name
        + " must be a number over 0 in every run, found "
        + HyperparameterValue.of(run.hyperparameters().get(name)).text()
        + " in run "
        + run.run()
        + ": until each run says it, a step on any batch counts as the same";
  }

  /**
   * The factors among hyperparameters that every run has.
   *
   * @param known names as logged by their plain form
   * @return null where there are none
   */
  private static StepSize recognised(Map<String, String> known) {
    for (List<String> whole : List.of(TOKENS, WHOLE)) {
      String name = first(known, whole);
      if (name != null) {
        return without(known, List.of(name), whole.equals(TOKENS) ? Unit.TOKENS : Unit.EXAMPLES);
      }
    }
    boolean ofADevice = first(known, OF_A_DEVICE) != null;
    String size = first(known, ofADevice ? OF_A_DEVICE : PLAIN);
    if (size == null) {
      return null;
    }
    List<String> factors = new ArrayList<>(List.of(size));
    // DeepSpeed's train_batch_size is the whole; without a device's size nobody says so.
    String parts = first(known, PARTS);
    String devices = ofADevice ? first(known, DEVICES) : null;
    if (parts != null) {
      factors.add(parts);
    }
    if (devices != null) {
      factors.add(devices);
    }
    return without(known, factors, Unit.EXAMPLES);
  }

  private static StepSize without(Map<String, String> known, List<String> factors, Unit unit) {
    Set<String> others = new TreeSet<>();
    for (List<String> kind : List.of(TOKENS, WHOLE, OF_A_DEVICE, PLAIN, PARTS)) {
      kind.stream().filter(known::containsKey).map(known::get).forEach(others::add);
    }
    factors.forEach(others::remove);
    return new StepSize(factors, unit, others);
  }

  private static String first(Map<String, String> known, List<String> names) {
    return names.stream().filter(known::containsKey).map(known::get).findFirst().orElse(null);
  }

  /** Without sections, separators and case. */
  private static String plain(String name) {
    String last = name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('/')) + 1);
    return last.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  /** The size under settings; NaN where they lack a factor. */
  double of(Map<String, String> settings) {
    double size = 1;
    for (String name : names) {
      size *=
          HyperparameterValue.of(settings.get(name)) instanceof HyperparameterValue.Numeric number
                  && number.value() > 0
              ? number.value()
              : Double.NaN;
    }
    return size;
  }

  /** The factors with their values, such as {@code batch_size=64}. */
  String words(Map<String, String> settings) {
    return names.stream()
        .map(name -> name + "=" + settings.get(name))
        .collect(Collectors.joining(", "));
  }
}
