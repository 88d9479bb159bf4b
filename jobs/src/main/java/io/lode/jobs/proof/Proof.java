package io.lode.jobs.proof;

import io.lode.jobs.NothingUsableException;
import io.lode.jobs.conf.ProofDefinition;
import io.lode.jobs.conf.ProofDefinition.Method;
import io.lode.jobs.conf.TrialDefinition;
import io.lode.jobs.proof.Decisions.Decision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A head-to-head on real training: the sweep, then nights of proposals for LODE and as many further
 * runs for every other method, then fresh seeds of what each of them chose.
 *
 * <p>Everything that is finished stays in the trial file's folder: what was killed goes on.
 */
public final class Proof {

  private static final long BEYOND_JUDGED = 1_000;

  /** Part of the folder that holds the sweep. */
  public static final String SWEEP = "sweep";

  /** Part of the folder that holds the runs that judge. */
  public static final String EVALUATION = "evaluation";

  private final Trials trials;
  private final ProofDefinition definition;
  private final Scheduling scheduling;
  private final Consumer<List<ProofEntry>> judged;
  private final TrialOutcomes outcomes;
  private final Decisions decisions;
  private final TreeMap<String, String> failures = new TreeMap<>();
  private final List<ProofEntry> entries = new ArrayList<>();

  /**
   * Prepares a head-to-head.
   *
   * @param judged takes all entries so far whenever there is a new one
   */
  public Proof(
      Trials trials,
      ProofDefinition definition,
      Scheduling scheduling,
      Consumer<List<ProofEntry>> judged) {
    this.trials = trials;
    this.definition = definition;
    this.scheduling = scheduling;
    this.judged = judged;
    outcomes = new TrialOutcomes(definition.outcome());
    decisions = new Decisions(trials.folder("."));
  }

  /** Why trials failed, by name. */
  public Map<String, String> failures() {
    return failures;
  }

  /**
   * Runs it.
   *
   * @param sweep the shared sweep
   * @throws NothingUsableException if no trial of the sweep says what came out
   */
  public List<ProofEntry> run(List<Trial> sweep) {
    List<Tuning.Observed> observed = observe(SWEEP, sweep);
    Tuning.Point best = Tuning.points(observed).get(0);
    if (!Double.isFinite(best.mean())) {
      throw new NothingUsableException(
          "none of the "
              + sweep.size()
              + " trials of the sweep says its "
              + definition.outcome().validation()
              + " in "
              + definition.outcome().file());
    }
    judge(
        new ProofEntry(
            "best run of the sweep",
            false,
            best.settings(),
            sweep.size(),
            outcomes.validation(best.mean()),
            Double.NaN,
            "the run with the best " + definition.outcome().validation(),
            List.of()));
    nights(sweep.size(), sweep.get(0).seed());
    for (String planner : definition.planners()) {
      plan(planner, sweep.size());
    }
    for (Method method : definition.methods()) {
      tune(method, observed, sweep.get(0).seed());
    }
    return List.copyOf(entries);
  }

  private void nights(int runs, long seed) {
    Path store = trials.folder("stores/lode");
    for (int night = 0; night <= definition.nights(); night++) {
      String part = "night-" + night;
      if (decisions.read(part + "-planned").isEmpty()) {
        if (night > 0) {
          observe(part, proposed(store, night, seed));
        }
        learn(store, night == 0 ? SWEEP : part);
      }
      int before = runs + night * definition.proposals();
      judge(
          "lode night " + night + " planned",
          true,
          before,
          decisions.once(part + "-planned", () -> scheduling.planned(store)));
      judge(
          "lode night " + night + " proven",
          true,
          before,
          decisions.once(part + "-proven", () -> scheduling.proven(store)));
    }
  }

  private List<Trial> proposed(Path store, int night, long seed) {
    List<Decision> proposals =
        decisions.all(
            "night-" + night + "-proposals",
            () -> scheduling.propose(store, definition.proposals()));
    List<Trial> proposed = new ArrayList<>();
    for (Decision proposal : proposals) {
      // Repeats of a schedule need seeds of their own.
      long own = seed + (night - 1L) * definition.proposals() + proposed.size() + 1;
      proposed.add(new Trial(schedule(proposal), skipJudged(own)));
    }
    return proposed;
  }

  private void learn(Path store, String part) {
    scheduling.ingest(store, trials.folder(part));
    scheduling.train(store);
  }

  /** A model that plans from the sweep alone. */
  private void plan(String planner, int runs) {
    Path store = trials.folder("stores/" + planner);
    Decision plan =
        decisions.once(
            planner + "-plan",
            () -> {
              learn(store, SWEEP);
              return scheduling.plan(store, planner);
            });
    judge(planner, false, runs, plan);
  }

  private void tune(Method method, List<Tuning.Observed> sweep, long seed) {
    List<Tuning.Observed> observed = new ArrayList<>();
    for (Tuning.Observed one : sweep) {
      if (one.trial().settings().entrySet().containsAll(method.settings().entrySet())) {
        observed.add(one);
      }
    }
    String part = "tuning";
    if (!method.grid().isEmpty()) {
      List<Trial> first = new ArrayList<>();
      for (Map<String, String> point : TrialPlan.combinations(method.grid())) {
        point.putAll(method.settings());
        first.add(new Trial(point, seed));
      }
      observed.addAll(observe(part, first));
    }
    if (observed.isEmpty()) {
      throw new NothingUsableException(
          "method "
              + method.name()
              + " has no run: no trial of the sweep has its settings, and it"
              + " has no grid");
    }
    Tuning tuning = new Tuning(method, seed, definition.seeds());
    for (int night = 0; night < definition.nights(); night++) {
      observed.addAll(observe(part, tuning.next(observed, definition.proposals())));
    }
    Tuning.Point chosen = Tuning.chosen(observed);
    judge(
        new ProofEntry(
            method.name(),
            false,
            chosen.settings(),
            observed.size(),
            outcomes.validation(chosen.mean()),
            Double.NaN,
            "mean of " + chosen.runs() + " runs",
            List.of()));
  }

  private void judge(String name, boolean lode, int runs, Decision decision) {
    judge(
        new ProofEntry(
            name,
            lode,
            schedule(decision),
            runs,
            decision.mean(),
            decision.standardDeviation(),
            decision.note(),
            List.of()));
  }

  private void judge(ProofEntry entry) {
    Map<String, String> settings = new TreeMap<>(entry.settings());
    settings.putAll(definition.evaluation());
    List<Trial> fresh = definition.seeds().stream().map(seed -> new Trial(settings, seed)).toList();
    Trials.Report report = run(EVALUATION, fresh);
    entries.add(
        entry.judgedBy(
            settings,
            report.finished().stream()
                .map(trial -> outcomes.read(trials.folder(EVALUATION), trial))
                .toList()));
    judged.accept(List.copyOf(entries));
  }

  private List<Tuning.Observed> observe(String part, List<Trial> planned) {
    run(part, planned);
    return planned.stream().map(trial -> outcomes.observed(trials.folder(part), trial)).toList();
  }

  private Trials.Report run(String part, List<Trial> planned) {
    Trials.Report report = trials.run(part, planned);
    failures.putAll(report.failures());
    return report;
  }

  private long skipJudged(long seed) {
    long free = seed;
    while (definition.seeds().contains(free)) {
      free += BEYOND_JUDGED;
    }
    return free;
  }

  private static Map<String, String> schedule(Decision decision) {
    return new TreeMap<>(Map.of(TrialDefinition.SCHEDULE, decision.path()));
  }
}
