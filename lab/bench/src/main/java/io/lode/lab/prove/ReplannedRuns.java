package io.lode.lab.prove;

import io.lode.forecast.Horizon;
import io.lode.jobs.trial.Trial;
import io.lode.lab.prove.Decisions.Decision;
import io.lode.lab.prove.TrialOutcomes.Judged;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs that are replanned while they train, for programs that cannot be stopped and resumed.
 *
 * <p>Up to where two schedules part, a program that repeats under a seed does the same under both;
 * so a run whose rest is planned anew is made again, whole, under the new plan. Of a program that
 * does not repeat, the plan was made for another run's luck, and replanning is worth less than it
 * would be.
 *
 * @param fresh the runs that judge
 * @param replanner plans the rest of runs
 * @param decisions of the head-to-head
 */
record ReplannedRuns(FreshRuns fresh, Replanner replanner, Decisions decisions) {

  /** Plans the rest of runs; a test says what is planned, which a fit would leave to chance. */
  interface Replanner {

    /**
     * Plans.
     *
     * @param now part of training that is over; what the runs logged later must not be looked at
     * @return one a run, in their order
     */
    List<Published> replan(Horizon now, List<LookedAtRun> runs);
  }

  /** Name of the entry in reports. */
  static final String NAME = "lode, replanned in flight";

  /**
   * Looks at the runs of one schedule at every part of training that the definition names, and
   * trains them on under what is decided.
   *
   * @param start schedule that the runs follow at first
   * @param runs before they are judged
   */
  ProofEntry judged(Decision start, int runs) {
    List<Long> seeds = fresh.definition().seeds();
    List<Horizon> looks = fresh.definition().replannedAt();
    List<Decision> inForce = new ArrayList<>(Collections.nCopies(seeds.size(), start));
    int revisions = 0;
    for (Horizon look : looks) {
      List<Trial> trials = trials(start, inForce);
      fresh.judge(trials);
      List<Decision> before = List.copyOf(inForce);
      List<Decision> after =
          decisions.all(decision(start, look), () -> replan(look, trials, before));
      for (int i = 0; i < seeds.size(); i++) {
        revisions += after.get(i).path().equals(before.get(i).path()) ? 0 : 1;
        inForce.set(i, after.get(i));
      }
    }
    List<Judged> judged = fresh.judge(trials(start, inForce));
    Map<String, String> settings = new TreeMap<>(start.settings());
    settings.put("replanned-at", looks.stream().map(Horizon::fraction).toList().toString());
    return new ProofEntry(
        NAME,
        true,
        settings,
        runs,
        inForce.stream().mapToDouble(Decision::mean).average().orElse(Double.NaN),
        Double.NaN,
        String.format(
            Locale.ROOT,
            "revised at %d of %d looks; expected is the mean of the last looks",
            revisions,
            seeds.size() * looks.size()),
        judged);
  }

  private static String decision(Decision start, Horizon look) {
    String schedule = start.path().replaceFirst(".*/", "").replaceFirst("\\.csv$", "");
    return "replanned-" + schedule + "-at-" + look.fraction();
  }

  private List<Published> replan(Horizon look, List<Trial> trials, List<Decision> inForce) {
    List<LookedAtRun> runs = new ArrayList<>();
    for (int i = 0; i < trials.size(); i++) {
      runs.add(new LookedAtRun(trials.get(i).name(), decisions.schedule(inForce.get(i))));
    }
    return replanner.replan(look, runs);
  }

  /** A rest is planned for the settings that the run has had from its start. */
  private List<Trial> trials(Decision start, List<Decision> inForce) {
    List<Long> seeds = fresh.definition().seeds();
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < seeds.size(); i++) {
      Map<String, String> settings = new TreeMap<>(start.settings());
      settings.putAll(inForce.get(i).settings());
      trials.add(fresh.of(settings, seeds.get(i)));
    }
    return trials;
  }
}
