package io.lode.lab.prove;

import io.lode.jobs.NothingUsableException;
import io.lode.jobs.trial.Trial;
import io.lode.jobs.trial.TrialPlan;
import io.lode.jobs.trial.Trials;
import io.lode.lab.prove.ProofDefinition.Method;
import io.lode.lab.prove.ProofDefinition.Start;
import io.lode.lab.prove.Tuning.Observed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The other methods of a head-to-head: each makes its further runs, and chooses the settings that
 * are judged.
 *
 * @param trials that make the runs
 * @param definition of the head-to-head
 * @param failures takes why runs failed, by name
 * @param sweep the shared sweep and what it reached, at least one run
 */
record Rivals(
    Trials trials, ProofDefinition definition, Map<String, String> failures, List<Observed> sweep) {

  /** Part of the folder that holds the further runs of all methods. */
  static final String TUNING = "tuning";

  /** What a method chose, not judged yet. */
  ProofEntry prepared(Method method) {
    return method.chooser().isEmpty() ? refined(method) : chosen(method);
  }

  private ProofEntry refined(Method method) {
    Map<String, String> fromBest = fromBest(method);
    if (method.start() == Start.BEST_RUN && method.further() == 0) {
      return entry(method, fromBest, sweep.size(), Double.NaN, "the best run's, with its own");
    }
    List<Observed> observed = new ArrayList<>();
    List<Trial> first = new ArrayList<>();
    int further = method.further() / method.trainings();
    int shared = 0;
    if (method.start() == Start.BEST_RUN) {
      first.add(new Trial(fromBest, seed()));
      further--;
      shared = sweep.size();
    } else {
      for (Observed one : sweep) {
        if (one.trial().settings().entrySet().containsAll(method.settings().entrySet())) {
          observed.add(one);
        }
      }
      if (!method.grid().isEmpty()) {
        for (Map<String, String> point : TrialPlan.combinations(method.grid())) {
          point.putAll(method.settings());
          first.add(new Trial(point, seed()));
        }
      }
    }
    observed.addAll(observe(first));
    if (observed.isEmpty()) {
      throw new NothingUsableException(
          "method "
              + method.name()
              + " has no run: no trial of the sweep has its settings, and it"
              + " has no grid");
    }
    Tuning tuning = new Tuning(method, seed(), definition.seeds());
    while (further > 0) {
      int next = Math.min(further, definition.proposals());
      observed.addAll(observe(tuning.next(observed, next)));
      further -= next;
    }
    Tuning.Point chosen = Tuning.chosen(observed);
    return entry(
        method,
        chosen.settings(),
        shared + observed.size() * method.trainings(),
        chosen.mean(),
        "mean of " + chosen.runs() + " runs");
  }

  /** Runs what the method's program asks for until its budget does not pay another training. */
  private ProofEntry chosen(Method method) {
    Chooser chooser = new Chooser(method.name(), method.chooser(), trials.workingFolder());
    List<Chooser.Known> known = new ArrayList<>();
    sweep.forEach(one -> known.add(known(Trials.SWEEP, one)));
    Chooser.Reply reply = chooser.ask(known);
    int runs = 0;
    while (reply.spent() + 1 <= method.further()) {
      Map<String, String> next = new TreeMap<>(reply.next());
      next.putAll(method.settings());
      for (Observed one : observe(List.of(new Trial(next, seed())))) {
        known.add(known(TUNING, one));
      }
      runs++;
      reply = chooser.ask(known);
    }
    Map<String, String> best = new TreeMap<>(reply.best());
    List<Observed> like =
        known.stream()
            .map(Chooser.Known::observed)
            .filter(one -> one.trial().settings().equals(best))
            .toList();
    return entry(
        method,
        best,
        sweep.size() + runs,
        like.isEmpty() ? Double.NaN : Tuning.points(like).get(0).mean(),
        "%d runs of %.1f trainings".formatted(runs, reply.spent()));
  }

  private Chooser.Known known(String part, Observed one) {
    return new Chooser.Known(
        one, part.equals(Trials.SWEEP), trials.folder(part).resolve(one.trial().name()));
  }

  private Map<String, String> fromBest(Method method) {
    Map<String, String> settings = new TreeMap<>(Tuning.points(sweep).get(0).settings());
    settings.putAll(method.settings());
    return settings;
  }

  private long seed() {
    return sweep.get(0).trial().seed();
  }

  private List<Observed> observe(List<Trial> planned) {
    return new TrialOutcomes(definition.outcome()).observed(trials, TUNING, planned, failures);
  }

  private ProofEntry entry(
      Method method, Map<String, String> settings, int runs, double value, String note) {
    return new ProofEntry(
        method.name(),
        false,
        settings,
        runs,
        new TrialOutcomes(definition.outcome()).validation(value),
        Double.NaN,
        note,
        List.of());
  }
}
