package io.lode.search.evidence;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.IntervalRates;
import io.lode.forecast.Panel;
import io.lode.forecast.SweepOutcomes;
import io.lode.schedule.IntervalSchedule;
import io.lode.search.EvidenceConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * What is known of each schedule of a sweep.
 *
 * <p>Runs with the same schedule are repeats of each other. For each schedule this class gives the
 * mean outcome of its repeats, the outcome that the panel of forecasters expects, and whether it
 * may diverge with another seed. All outcomes are transformed objectives at the horizon (log loss
 * for a loss); smaller is better. Runs are named by their index in {@link #runs}.
 */
public final class Evidence {

  private final EvidenceConfig config;
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
  public Evidence(SweepOutcomes sweep, Panel panel, EvidenceConfig config) {
    this.config = config;
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
    risk = new DivergenceRisk(runs, sweep.horizonStep(), config);
    best = bestObserved(sweep);
    List<IntervalSchedule> schedules =
        runs.stream().map(run -> run.intervals(sweep.horizonStep())).toList();
    Panel.Opinions opinions = panel.opinions(schedules, schedules.get(best), sweep.horizonStep());
    expected = new double[count];
    standardDeviation = new double[count];
    for (int i = 0; i < count; i++) {
      boolean candidate =
          observed[i] < observed[best] + config.candidateWidth() * noise || i == best;
      expected[i] = candidate ? opinions.sharedMean(i) : Double.POSITIVE_INFINITY;
      standardDeviation[i] = opinions.sharedStandardDeviation(i);
    }
  }

  /** The spread of repeats, shrunk to the panel's own estimate of the noise. */
  private double noise(double panelNoise) {
    double squares = config.noisePrior() * panelNoise * panelNoise;
    double count = config.noisePrior();
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
    return run.run().key();
  }

  /** The runs of the sweep, in its order. */
  public List<EvaluatedRun> runs() {
    return runs;
  }

  /** Standard deviation of one run's outcome around its schedule's expected outcome. */
  public double noise() {
    return noise;
  }

  /** The run whose schedule has the best mean outcome of its repeats. */
  public int best() {
    return best;
  }

  /** Whether a candidate may diverge with another seed, since a run near it did. */
  public boolean risky(IntervalSchedule candidate) {
    return risk.near(candidate.logLearningRate());
  }

  /** Whether a run's schedule may diverge with another seed, since a run near it did. */
  public boolean risky(int run) {
    return risk.near(runs.get(run).logLearningRate());
  }

  /**
   * The best run of the best allowed schedule. Repeats may differ a little in their rates, so one
   * of them must be chosen.
   *
   * @param allowed by index of a run; where no run is allowed, {@link #best} is taken
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

  /** Mean outcome of a run's schedule; infinite if no repeat finished or one diverged. */
  public double observed(int run) {
    return observed[run];
  }

  /** Outcome that the panel expects of a run's schedule; infinite if it is no candidate. */
  public double expected(int run) {
    return expected[run];
  }

  /** Expected outcome plus some of the forecast's standard deviation, by the settings. */
  public double cautious(int run) {
    return expected[run] + config.caution() * standardDeviation[run];
  }

  /** By how much a run's schedule is observed to be worse than the best one. */
  public double behind(int run) {
    return observed[run] - observed[best];
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
   * Estimates the true outcome of a schedule: the mean over its runs and the panel's expectation,
   * which counts as one more run. The panel alone may be wrong, and a single run may be lucky. A
   * run that was brought from other settings counts for less, as far as their effect is unsure.
   *
   * @param panelMean outcome that the panel expects
   */
  public double estimate(int run, double panelMean) {
    double weight = 0;
    for (int i = 0; i < runs.size(); i++) {
      weight += schedule[i] == schedule[run] && runs.get(i).finished() ? sureness(i) : 0;
    }
    return (panelMean + weight * observed[run]) / (1 + weight);
  }

  /** What a run counts for, 1 where its outcome is as logged. */
  private double sureness(int run) {
    double deviation = runs.get(run).deviation();
    return deviation == 0 ? 1 : noise * noise / (noise * noise + deviation * deviation);
  }

  /**
   * Estimates the true outcome of a schedule without its first run: the mean over its later repeats
   * and the panel's expectation, which counts as one more run. The first run is left out because
   * the schedule was chosen for its outcome, which makes that outcome look too good.
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
