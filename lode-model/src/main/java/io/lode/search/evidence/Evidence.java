package io.lode.search.evidence;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.IntervalRates;
import io.lode.forecast.Panel;
import io.lode.forecast.SweepOutcomes;
import io.lode.schedule.IntervalSchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * What the runs of a sweep say about their schedules: which are repeats of each other, what was
 * observed of each, and what the panel makes of that.
 */
public final class Evidence {

  /** Runs worse than the best by more than this many noises are no candidates for anything. */
  private static final double WITHIN_NOISES = 3;

  /** How many repeats the panel's own estimate of the noise is worth. */
  private static final double PANEL_COUNTS_AS = 2;

  private static final double MEMBER_SPREAD = 0.5;

  private final List<EvaluatedRun> runs;
  private final int[] schedule;
  private final int[] repeats;
  private final double[] observed;
  private final double[] expected;
  private final double[] standardDeviation;
  private final double noise;
  private final int best;
  private final DivergenceRisk risk;

  /**
   * Weighs the runs of a sweep.
   *
   * @throws IllegalArgumentException if no run reached the horizon
   */
  public Evidence(SweepOutcomes sweep, Panel panel) {
    runs = sweep.runs();
    int count = runs.size();
    schedule = new int[count];
    repeats = new int[count];
    observed = new double[count];
    List<Integer> firsts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      schedule[i] = firstLike(i, firsts);
    }
    for (int i = 0; i < count; i++) {
      double sum = 0;
      int finished = 0;
      boolean diverged = false;
      for (int j = 0; j < count; j++) {
        if (schedule[j] == schedule[i]) {
          diverged |= runs.get(j).diverged();
          if (runs.get(j).finished()) {
            sum += runs.get(j).outcome();
            finished++;
          }
        }
      }
      repeats[i] = finished;
      observed[i] = finished == 0 || diverged ? Double.POSITIVE_INFINITY : sum / finished;
    }
    noise = noise(panel.noise());
    risk = new DivergenceRisk(runs, sweep.horizonStep());
    best = bestObserved(sweep);
    List<IntervalSchedule> schedules =
        runs.stream()
            .map(run -> new IntervalSchedule(run.logLearningRate(), sweep.horizonStep()))
            .toList();
    Panel.Opinions opinions = panel.opinions(schedules, schedules.get(best), sweep.horizonStep());
    expected = new double[count];
    standardDeviation = new double[count];
    for (int i = 0; i < count; i++) {
      boolean candidate = observed[i] < observed[best] + WITHIN_NOISES * noise || i == best;
      expected[i] = candidate ? opinions.sharedMean(i) : Double.POSITIVE_INFINITY;
      standardDeviation[i] = opinions.sharedStandardDeviation(i);
    }
  }

  /** The spread of repeats where there are some, shrunk to the panel's own noise. */
  private double noise(double panelNoise) {
    double squares = PANEL_COUNTS_AS * panelNoise * panelNoise;
    double count = PANEL_COUNTS_AS;
    for (int i = 0; i < runs.size(); i++) {
      if (runs.get(i).finished() && Double.isFinite(observed[i])) {
        double difference = runs.get(i).outcome() - observed[i];
        squares += difference * difference;
        count += 1 - 1.0 / repeats[i];
      }
    }
    return Math.sqrt(squares / count);
  }

  private int firstLike(int run, List<Integer> firsts) {
    for (int first : firsts) {
      double distance =
          IntervalRates.distance(
              runs.get(first).logLearningRate(), runs.get(run).logLearningRate());
      if (distance < SweepOutcomes.REPEAT_DISTANCE) {
        return first;
      }
    }
    firsts.add(run);
    return run;
  }

  private int bestObserved(SweepOutcomes sweep) {
    int found = -1;
    for (int i = 0; i < observed.length; i++) {
      if (Double.isFinite(observed[i]) && (found < 0 || observed[i] < observed[found])) {
        found = i;
      }
    }
    if (found < 0) {
      throw new IllegalArgumentException(
          "group "
              + sweep.sweep().group()
              + " has no run that reached step "
              + sweep.horizonStep()
              + " without a diverged repeat");
    }
    return found;
  }

  /** Key of a run, by which the search remembers it. */
  public static String key(EvaluatedRun run) {
    return run.run().sweep() + "/" + run.run().run();
  }

  public List<EvaluatedRun> runs() {
    return runs;
  }

  public double noise() {
    return noise;
  }

  /** The run whose schedule has the best mean outcome. */
  public int best() {
    return best;
  }

  /** Whether a candidate may diverge by chance. */
  public boolean risky(IntervalSchedule candidate) {
    return risk.near(candidate.logLearningRate());
  }

  /** Whether a run's schedule may diverge by chance. */
  public boolean risky(int run) {
    return risk.near(runs.get(run).logLearningRate());
  }

  /**
   * The run of the best allowed schedule that came out best itself: near repeats differ a little.
   * Of the best one where none is allowed.
   */
  public int bestRun(IntPredicate allowed) {
    int found = best;
    for (int i = 0; i < runs.size(); i++) {
      if (allowed.test(i) && (!allowed.test(found) || observed[i] < observed[found])) {
        found = i;
      }
    }
    int same = schedule[found];
    for (int i = 0; i < runs.size(); i++) {
      if (schedule[i] == same
          && runs.get(i).finished()
          && runs.get(i).outcome() < runs.get(found).outcome()) {
        found = i;
      }
    }
    return found;
  }

  /** Index of the first run with the same schedule. */
  public int schedule(int run) {
    return schedule[run];
  }

  /** How many runs with the same schedule reached the horizon. */
  public int repeats(int run) {
    return repeats[run];
  }

  /** Mean outcome of a run's schedule; infinite where none finished or one diverged. */
  public double observed(int run) {
    return observed[run];
  }

  /** What the panel expects of a run's schedule; infinite where it is no candidate. */
  public double expected(int run) {
    return expected[run];
  }

  /** What the panel expects at worst: its mean and half a standard deviation. */
  public double cautious(int run) {
    return expected[run] + MEMBER_SPREAD * standardDeviation[run];
  }

  /** The run with the best cautious expectation. */
  public int bestCautious() {
    int found = best;
    for (int i = 0; i < expected.length; i++) {
      if (cautious(i) < cautious(found)) {
        found = i;
      }
    }
    return found;
  }

  /** Index of the run with a key, or -1. */
  public int find(String key) {
    for (int i = 0; i < runs.size(); i++) {
      if (key(runs.get(i)).equals(key)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * The true outcome of a schedule by all its runs, the panel's mean counting as one more: the
   * panel may take a good run for a lucky one, and a single run may be one.
   */
  public double estimate(int run, double panelMean) {
    return (panelMean + repeats[run] * observed[run]) / (1 + repeats[run]);
  }

  /**
   * The true outcome of a schedule by its fresh repeats, without the run that selected it, shrunk
   * to the panel's mean.
   */
  public double confirmed(int run) {
    double sum = Double.isFinite(expected[run]) ? expected[run] : observed[run];
    int count = 1;
    for (int i = 0; i < runs.size(); i++) {
      if (schedule[i] == schedule[run] && i != schedule[run] && runs.get(i).finished()) {
        sum += runs.get(i).outcome();
        count++;
      }
    }
    return sum / count;
  }
}
