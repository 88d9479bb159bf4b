package io.lode.lab.prove;

import io.lode.forecast.Horizon;
import io.lode.jobs.NothingUsableException;
import io.lode.jobs.pipeline.JobContext;
import io.lode.jobs.store.Store;
import io.lode.jobs.trial.Trial;
import io.lode.jobs.trial.Trials;
import io.lode.lab.prove.Decisions.Decision;
import io.lode.lab.prove.ProofDefinition.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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

  /** Part of the folder that holds the runs that judge. */
  public static final String EVALUATION = "evaluation";

  /** Part of the folder that holds the store of the runs that judge. */
  private static final String EVALUATION_STORE = "stores/evaluation";

  private final JobContext context;
  private final Trials trials;
  private final String source;
  private final ProofDefinition definition;
  private final Consumer<List<ProofEntry>> judged;
  private final TrialOutcomes outcomes;
  private final Decisions decisions;
  private final TreeMap<String, String> failures = new TreeMap<>();
  private final FreshRuns fresh;
  private final NightlyStore store;
  private ProposedTrials proposed;

  private final List<ProofEntry> entries = new ArrayList<>();
  private final List<ProofEntry> others = new ArrayList<>();

  /**
   * Prepares a head-to-head.
   *
   * @param context of the command; the head-to-head has stores of its own
   * @param trials that run what is compared
   * @param source file that says how their logs are read
   * @param definition what is compared
   * @param judged takes all entries so far whenever there is a new one
   */
  public Proof(
      JobContext context,
      Trials trials,
      String source,
      ProofDefinition definition,
      Consumer<List<ProofEntry>> judged) {
    this.context = context;
    this.trials = trials;
    this.source = source;
    this.definition = definition;
    this.judged = judged;
    outcomes = new TrialOutcomes(definition.outcome());
    decisions = new Decisions(trials.folder("."));
    fresh = new FreshRuns(trials, definition, failures);
    store = new NightlyStore(store("stores/lode"), trials);
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
    List<Tuning.Observed> observed = observe(Trials.SWEEP, sweep);
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
    Rivals rivals = new Rivals(trials, definition, failures, observed);
    // The other methods need no fit, so that a head-to-head can be begun while LODE is being
    // changed.
    for (Method method : definition.methods()) {
      others.add(judgement(rivals.prepared(method)));
      judged.accept(entries());
    }
    nights(sweep);
    replanned(sweep.size() + definition.nights() * definition.proposals());
    for (String planner : definition.planners()) {
      plan(planner, sweep.size());
    }
    return entries();
  }

  /** LODE's and the planners', then the other methods'. */
  private List<ProofEntry> entries() {
    List<ProofEntry> all = new ArrayList<>(entries);
    all.addAll(others);
    return List.copyOf(all);
  }

  private void nights(List<Trial> sweep) {
    proposed = new ProposedTrials(sweep, definition.seeds());
    store.ran(Trials.SWEEP);
    for (int night = 0; night <= definition.nights(); night++) {
      String part = night(night);
      if (night > 0) {
        propose(part, definition.horizon());
      }
      if (!definition.judgedNights().contains(night)) {
        continue;
      }
      int before = sweep.size() + night * definition.proposals();
      judge(
          "lode night " + night + " planned",
          true,
          before,
          decisions.once(planned(part), this::published));
      if (definition.steps().isPresent()) {
        // The plan of a longer run has one policy.
        continue;
      }
      judge(
          "lode night " + night + " proven",
          true,
          before,
          decisions.once(part + "-proven", store::proven));
    }
  }

  private Published published() {
    return definition.steps().isPresent()
        ? store.planned(definition.steps().getAsLong())
        : store.planned(definition.horizon());
  }

  /** Runs a night's proposals. */
  private void propose(String part, Horizon at) {
    List<Decision> proposals =
        decisions.all(part + "-proposals", () -> store.propose(at, definition.proposals()));
    observe(part, proposed.of(proposals));
    store.ran(part);
  }

  private void replanned(int runs) {
    if (definition.replannedAt().isEmpty()) {
      return;
    }
    ReplannedRuns replanned = new ReplannedRuns(fresh, this::replan, decisions);
    add(replanned.judged(lastPlanned(), runs));
  }

  private List<Published> replan(Horizon now, List<LookedAtRun> runs) {
    ProofStore evaluation = store(EVALUATION_STORE);
    evaluation.ingest(fresh.logs());
    return store.learned().replan(evaluation, now, runs);
  }

  /** Reads what the runs that judge logged, and gives the store that holds it. */
  public Store ingestEvaluation() {
    ProofStore evaluation = store(EVALUATION_STORE);
    evaluation.ingest(fresh.logs());
    return evaluation.open();
  }

  private ProofStore store(String folder) {
    return new ProofStore(
        context, trials.folder(folder), source, definition.hyperparameters(), definition.horizon());
  }

  /** A model that plans from the sweep alone. */
  private void plan(String planner, int runs) {
    ProofStore own = store("stores/" + planner);
    Decision plan =
        decisions.once(
            planner + "-plan",
            () -> {
              own.ingest(trials.folder(Trials.SWEEP));
              own.train();
              return own.plan(planner);
            });
    judge(planner, false, runs, plan);
  }

  private void judge(String name, boolean lode, int runs, Decision decision) {
    judge(
        new ProofEntry(
            name,
            lode,
            decision.settings(),
            runs,
            decision.mean(),
            decision.standardDeviation(),
            decision.note(),
            List.of()));
  }

  private void judge(ProofEntry entry) {
    add(judgement(entry));
  }

  private ProofEntry judgement(ProofEntry entry) {
    List<Trial> runs = fresh.of(entry.settings());
    return entry.judgedBy(runs.get(0).settings(), fresh.judge(runs));
  }

  private void add(ProofEntry judgedEntry) {
    entries.add(judgedEntry);
    judged.accept(entries());
  }

  /**
   * Gives LODE its nights for every horizon of the definition, and trains what it publishes at last
   * for each, and for the whole, to the end.
   *
   * @return the runs under the fresh seeds by horizon; none where no further horizon is asked for
   */
  public Map<Horizon, List<Trial>> horizons() {
    Map<Horizon, List<Trial>> runs = new LinkedHashMap<>();
    if (definition.horizons().isEmpty()) {
      return runs;
    }
    for (Horizon at : definition.horizons()) {
      runs.put(at, fresh.of(published(at).settings()));
    }
    runs.put(definition.horizon(), fresh.of(lastPlanned().settings()));
    runs.values().forEach(fresh::judge);
    return runs;
  }

  private Decision published(Horizon at) {
    String nights = "horizon-" + at.fraction() + "-";
    for (int night = 1; night <= definition.nights(); night++) {
      propose(nights + night(night), at);
    }
    return decisions.once(planned(nights + night(definition.nights())), () -> store.planned(at));
  }

  private Decision lastPlanned() {
    return decisions.read(planned(night(definition.nights()))).orElseThrow();
  }

  private static String night(int night) {
    return "night-" + night;
  }

  private static String planned(String night) {
    return night + "-planned";
  }

  private List<Tuning.Observed> observe(String part, List<Trial> planned) {
    return outcomes.observed(trials, part, planned, failures);
  }
}
