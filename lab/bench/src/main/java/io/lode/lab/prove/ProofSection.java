package io.lode.lab.prove;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import io.lode.forecast.Horizon;
import io.lode.jobs.conf.KnownKeys;
import io.lode.jobs.conf.trial.TrialFile;
import io.lode.lab.prove.ProofDefinition.Method;
import io.lode.lab.prove.ProofDefinition.Outcome;
import io.lode.lab.prove.ProofDefinition.Start;
import io.lode.trajectory.Direction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Reads the section {@code proof} of a trial file. */
public final class ProofSection {

  private static final List<String> KEYS =
      List.of(
          "horizon",
          "steps",
          "horizons",
          "replan-at",
          "nights",
          "judged-nights",
          "proposals",
          "seeds",
          "hyperparameters",
          "evaluation",
          "outcome",
          "planners",
          "methods");
  private static final List<String> OUTCOME_KEYS =
      List.of(
          "file",
          "validation",
          "validation-direction",
          "test",
          "test-direction",
          "seconds",
          "eigenvalue");
  private static final List<String> METHOD_KEYS =
      List.of("settings", "grid", "refine", "trainings", "start", "further", "chooser");

  private ProofSection() {}

  /**
   * Reads the head-to-head of a trial file.
   *
   * @throws io.lode.jobs.UsageException if the file cannot be read as a trial file, or has no
   *     section {@code proof}, or that holds an unknown key or a wrong value
   */
  public static ProofDefinition read(Path file) {
    return TrialFile.readSection(file, "proof", ProofSection::read);
  }

  private static ProofDefinition read(Config whole, String where) {
    if (!whole.hasPath("proof")) {
      throw new IllegalArgumentException("expected a section proof beside trial, found none");
    }
    Config proof = whole.getConfig("proof");
    KnownKeys.require(proof.root(), KEYS, where);
    int nights = proof.getInt("nights");
    int proposals = proof.getInt("proposals");
    List<Long> seeds = proof.getLongList("seeds");
    if (nights < 0 || proposals < 1) {
      throw new IllegalArgumentException(
          "nights must be at least 0 and proposals at least 1, found "
              + nights
              + " and "
              + proposals);
    }
    if (seeds.size() < 2 || seeds.stream().distinct().count() < seeds.size()) {
      throw new IllegalArgumentException(
          "seeds must be at least 2 different numbers, found " + seeds);
    }
    OptionalLong steps = steps(proof);
    List<String> planners = planners(proof, steps);
    if (!ProofDefinition.PLANNERS.containsAll(planners)) {
      throw new IllegalArgumentException(
          "planners must be among "
              + String.join(", ", ProofDefinition.PLANNERS)
              + ", found "
              + planners);
    }
    return new ProofDefinition(
        new Horizon(proof.hasPath("horizon") ? proof.getDouble("horizon") : 1),
        steps,
        parts(proof, "horizons"),
        looks(proof),
        nights,
        judgedNights(proof, nights),
        proposals,
        seeds,
        proof.hasPath("hyperparameters") ? proof.getStringList("hyperparameters") : List.of(),
        proof.hasPath("evaluation") ? texts(proof.getObject("evaluation")) : Map.of(),
        outcome(proof.getConfig("outcome"), where + ".outcome"),
        planners,
        methods(proof.getObject("methods"), where + ".methods", nights * proposals));
  }

  /** What is planned for a longer run has one horizon, its end, and is not replanned. */
  private static OptionalLong steps(Config proof) {
    if (!proof.hasPath("steps")) {
      return OptionalLong.empty();
    }
    long steps = proof.getLong("steps");
    if (steps < 1) {
      throw new IllegalArgumentException("steps must be at least 1, found " + steps);
    }
    for (String other : List.of("horizon", "horizons", "replan-at", "planners")) {
      if (proof.hasPath(other)) {
        throw new IllegalArgumentException(
            "expected one of steps and "
                + other
                + ", found both: a run that is longer than the"
                + " sweep's is planned to its end, by LODE alone");
      }
    }
    return OptionalLong.of(steps);
  }

  private static List<String> planners(Config proof, OptionalLong steps) {
    if (steps.isPresent()) {
      return List.of();
    }
    return proof.hasPath("planners") ? proof.getStringList("planners") : ProofDefinition.PLANNERS;
  }

  private static List<Integer> judgedNights(Config proof, int nights) {
    if (!proof.hasPath("judged-nights")) {
      return IntStream.rangeClosed(0, nights).boxed().toList();
    }
    List<Integer> judged = proof.getIntList("judged-nights");
    for (int i = 0; i < judged.size(); i++) {
      int least = i == 0 ? 0 : judged.get(i - 1) + 1;
      if (judged.get(i) < least || judged.get(i) > nights) {
        throw new IllegalArgumentException(
            "judged-nights must increase from 0 to at most " + nights + ", found " + judged);
      }
    }
    if (judged.isEmpty() || judged.get(judged.size() - 1) != nights) {
      throw new IllegalArgumentException(
          "judged-nights must end with the last night, " + nights + ", found " + judged);
    }
    return judged;
  }

  private static List<Horizon> parts(Config proof, String key) {
    return proof.hasPath(key)
        ? proof.getDoubleList(key).stream().map(Horizon::new).toList()
        : List.of();
  }

  private static List<Horizon> looks(Config proof) {
    List<Horizon> looks = parts(proof, "replan-at");
    for (int i = 1; i < looks.size(); i++) {
      if (!(looks.get(i).fraction() > looks.get(i - 1).fraction())) {
        throw new IllegalArgumentException(
            "replan-at must increase, found "
                + looks.get(i).fraction()
                + " after "
                + looks.get(i - 1).fraction());
      }
    }
    return looks;
  }

  private static Outcome outcome(Config outcome, String where) {
    KnownKeys.require(outcome.root(), OUTCOME_KEYS, where);
    return new Outcome(
        outcome.getString("file"),
        outcome.getString("validation"),
        direction(outcome, "validation-direction"),
        outcome.getString("test"),
        direction(outcome, "test-direction"),
        outcome.hasPath("seconds") ? outcome.getString("seconds") : null,
        outcome.hasPath("eigenvalue") ? outcome.getString("eigenvalue") : null);
  }

  private static Direction direction(Config outcome, String key) {
    String text = outcome.getString(key);
    for (Direction direction : Direction.values()) {
      if (direction.name().toLowerCase(Locale.ROOT).equals(text)) {
        return direction;
      }
    }
    throw new IllegalArgumentException(key + " must be minimize or maximize, found '" + text + "'");
  }

  /** In the order of the file. */
  private static List<Method> methods(ConfigObject methods, String where, int budget) {
    List<Method> read = new ArrayList<>();
    methods.keySet().stream()
        .sorted(
            Comparator.comparingInt((String name) -> methods.get(name).origin().lineNumber())
                .thenComparing(Comparator.naturalOrder()))
        .forEach(
            name -> {
              ConfigObject object = (ConfigObject) methods.get(name);
              KnownKeys.require(object, METHOD_KEYS, where + "." + name);
              read.add(method(name, object.toConfig(), budget));
            });
    if (read.isEmpty()) {
      throw new IllegalArgumentException("methods must name what to compare with, found none");
    }
    return read;
  }

  private static Method method(String name, Config method, int budget) {
    Start start = method.hasPath("start") ? start(name, method.getString("start")) : Start.OWN_RUNS;
    List<String> chooser = method.hasPath("chooser") ? method.getStringList("chooser") : List.of();
    Map<String, List<String>> grid =
        method.hasPath("grid") ? TrialFile.grid(method.getObject("grid")) : Map.of();
    if (!grid.isEmpty() && (start == Start.BEST_RUN || !chooser.isEmpty())) {
      throw new IllegalArgumentException(
          name + " must have one of grid, start = best-run and chooser, found two");
    }
    return new Method(
        name,
        method.hasPath("settings") ? texts(method.getObject("settings")) : Map.of(),
        grid,
        method.hasPath("refine") ? method.getStringList("refine") : List.of(),
        atLeast(1, name, method, "trainings", 1),
        start,
        atLeast(0, name, method, "further", budget),
        chooser);
  }

  private static int atLeast(int least, String name, Config method, String key, int otherwise) {
    int value = method.hasPath(key) ? method.getInt(key) : otherwise;
    if (value < least) {
      throw new IllegalArgumentException(
          name + "." + key + " must be at least " + least + ", found " + value);
    }
    return value;
  }

  private static Start start(String name, String text) {
    return switch (text) {
      case "own-runs" -> Start.OWN_RUNS;
      case "best-run" -> Start.BEST_RUN;
      default ->
          throw new IllegalArgumentException(
              name + ".start must be own-runs or best-run, found '" + text + "'");
    };
  }

  private static Map<String, String> texts(ConfigObject object) {
    Map<String, String> texts = new TreeMap<>();
    object.forEach((key, value) -> texts.put(key, TrialFile.text(value)));
    return texts;
  }
}
