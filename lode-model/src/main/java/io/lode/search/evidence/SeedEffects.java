package io.lode.search.evidence;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.SweepOutcomes;
import io.lode.search.EvidenceConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * What runs under one random seed have in common: they share their first weights and the order of
 * the data, so that a seed may be an easy or a hard one for every schedule.
 *
 * <p>A mixed model: the outcome of a run is that of its schedule, plus the effect of its seed, plus
 * the rest of its luck. Effects of seeds are normal with mean 0. Schedules have effects of their
 * own, so that only schedules that ran under several seeds tell of seeds. The part of the luck that
 * a seed's runs share is not known: every part is weighted by the restricted likelihood of the
 * outcomes, and small ones are likelier beforehand; effects are shrunk accordingly. Outcomes are
 * transformed objectives at the horizon.
 */
public final class SeedEffects {

  /** Parts of the variance of luck that a seed's runs may share, and the step between them. */
  private static final double SHARE_STEP = 0.05;

  private static final int SHARES = 20;

  /** Before any run is seen, a share has a density of its rest to this power: a mean of 1/4. */
  private static final double SHARE_POWER = 2;

  /** Most runs that are compared, those of the best schedules: the time grows with their cube. */
  private static final int MOST_RUNS = 120;

  /** Effects that differ by less than this part of a run's luck are not worth a word. */
  private static final double WORTH_A_WORD = 0.5;

  private final SweepOutcomes sweep;
  private final Map<String, Integer> seeds = new HashMap<>();
  private final double[] effect;
  private final double[] deviation;
  private final double share;
  private final double noise;
  private final double unknownDeviation;
  private final int compared;

  /**
   * Estimates the effects of a sweep's seeds. They are all 0 where fewer than two schedules ran
   * under the same two seeds.
   */
  public SeedEffects(SweepOutcomes sweep, EvidenceConfig config) {
    this.sweep = sweep;
    List<Repeated> repeated = repeated(sweep, config.seedReach());
    compared = repeated.size();
    for (Repeated run : repeated) {
      seeds.putIfAbsent(run.seed(), seeds.size());
    }
    effect = new double[seeds.size()];
    deviation = new double[seeds.size()];
    if (!comparable(repeated)) {
      seeds.clear();
      share = 0;
      noise = Double.NaN;
      unknownDeviation = 0;
      return;
    }
    int[] counts = counts();
    double[] logLikelihood = new double[SHARES];
    Posterior[] given = new Posterior[SHARES];
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < SHARES; k++) {
      given[k] = posterior(repeated, k * SHARE_STEP, counts);
      logLikelihood[k] = given[k].logLikelihood() + SHARE_POWER * Math.log1p(-k * SHARE_STEP);
      largest = Math.max(largest, logLikelihood[k]);
    }
    double weights = 0;
    double shares = 0;
    double variance = 0;
    double ofSeeds = 0;
    double[] squares = new double[effect.length];
    for (int k = 0; k < SHARES; k++) {
      double weight = Math.exp(logLikelihood[k] - largest);
      weights += weight;
      shares += weight * k * SHARE_STEP;
      variance += weight * given[k].variance();
      ofSeeds += weight * k * SHARE_STEP * given[k].variance();
      for (int s = 0; s < effect.length; s++) {
        double mean = given[k].effect()[s];
        effect[s] += weight * mean;
        squares[s] += weight * (given[k].effectVariance()[s] + mean * mean);
      }
    }
    share = shares / weights;
    noise = Math.sqrt(variance / weights);
    unknownDeviation = Math.sqrt(ofSeeds / weights);
    for (int s = 0; s < effect.length; s++) {
      effect[s] /= weights;
      deviation[s] = Math.sqrt(Math.max(0, squares[s] / weights - effect[s] * effect[s]));
    }
  }

  /** A run whose schedule ran under several seeds. */
  private record Repeated(int schedule, String seed, double outcome) {}

  /** What follows from one share; effects are differences from the mean over the sweep's runs. */
  private record Posterior(
      double logLikelihood, double variance, double[] effect, double[] effectVariance) {}

  private static List<Repeated> repeated(SweepOutcomes sweep, double reach) {
    List<Repeated> repeated = new ArrayList<>();
    int schedules = 0;
    double best = sweep.best().map(EvaluatedRun::outcome).orElse(Double.NaN);
    for (List<EvaluatedRun> schedule : sweep.bySchedule()) {
      List<EvaluatedRun> known =
          schedule.stream()
              .filter(run -> run.run().seed() != null && run.outcome() <= best + reach)
              .toList();
      if (known.size() > 1 && repeated.size() + known.size() <= MOST_RUNS) {
        for (EvaluatedRun run : known) {
          repeated.add(new Repeated(schedules, run.run().seed(), run.outcome()));
        }
        schedules++;
      }
    }
    return repeated;
  }

  /** Whether two schedules ran under the same two seeds. */
  private static boolean comparable(List<Repeated> runs) {
    Map<List<String>, Integer> pairs = new HashMap<>();
    for (Repeated one : runs) {
      for (Repeated other : runs) {
        if (one.schedule() == other.schedule() && one.seed().compareTo(other.seed()) < 0) {
          int count = pairs.merge(List.of(one.seed(), other.seed()), 1, Integer::sum);
          if (count > 1) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** How many of the sweep's finished runs each seed has. */
  private int[] counts() {
    int[] counts = new int[seeds.size()];
    for (EvaluatedRun run : sweep.finished()) {
      Integer seed = seeds.get(run.run().seed());
      if (seed != null) {
        counts[seed]++;
      }
    }
    return counts;
  }

  /** Restricted likelihood and effects, where a seed's runs share a part of the variance. */
  private Posterior posterior(List<Repeated> runs, double part, int[] counts) {
    int size = runs.size();
    int schedules = 1 + runs.stream().mapToInt(Repeated::schedule).max().orElseThrow();
    RealMatrix covariance = new Array2DRowRealMatrix(size, size);
    RealMatrix seedOf = new Array2DRowRealMatrix(size, seeds.size());
    RealMatrix scheduleOf = new Array2DRowRealMatrix(size, schedules);
    RealMatrix outcomes = new Array2DRowRealMatrix(size, 1);
    for (int i = 0; i < size; i++) {
      outcomes.setEntry(i, 0, runs.get(i).outcome());
      seedOf.setEntry(i, seeds.get(runs.get(i).seed()), 1);
      scheduleOf.setEntry(i, runs.get(i).schedule(), 1);
      for (int j = 0; j < size; j++) {
        boolean same = runs.get(i).seed().equals(runs.get(j).seed());
        covariance.setEntry(i, j, (same ? part : 0) + (i == j ? 1 - part : 0));
      }
    }
    int freedom = size - schedules;
    CholeskyDecomposition ofLuck = new CholeskyDecomposition(covariance);
    RealMatrix inverse = ofLuck.getSolver().getInverse();
    RealMatrix weighted = inverse.multiply(scheduleOf);
    CholeskyDecomposition ofMeans =
        new CholeskyDecomposition(symmetric(scheduleOf.transpose().multiply(weighted)));
    RealMatrix projection =
        inverse.subtract(
            weighted.multiply(ofMeans.getSolver().getInverse()).multiply(weighted.transpose()));
    double squares =
        Math.max(
            Double.MIN_NORMAL,
            outcomes.transpose().multiply(projection).multiply(outcomes).getEntry(0, 0));
    double logLikelihood =
        -0.5 * (logDeterminant(ofLuck) + logDeterminant(ofMeans) + freedom * Math.log(squares));
    double variance = squares / freedom;
    RealMatrix seen = seedOf.transpose().multiply(projection);
    RealMatrix mean = seen.multiply(outcomes).scalarMultiply(part);
    RealMatrix left =
        MatrixUtils.createRealIdentityMatrix(seeds.size())
            .scalarMultiply(part)
            .subtract(seen.multiply(seedOf).scalarMultiply(part * part))
            .scalarMultiply(variance);
    RealMatrix centred = centring(counts);
    RealMatrix spread = centred.multiply(left).multiply(centred.transpose());
    double[] variances = new double[seeds.size()];
    for (int s = 0; s < variances.length; s++) {
      variances[s] = Math.max(0, spread.getEntry(s, s));
    }
    return new Posterior(logLikelihood, variance, centred.multiply(mean).getColumn(0), variances);
  }

  /** Takes off the mean over the sweep's runs: a luck that all of them share compares nothing. */
  private static RealMatrix centring(int[] counts) {
    int size = counts.length;
    double all = 0;
    for (int count : counts) {
      all += count;
    }
    RealMatrix centring = MatrixUtils.createRealIdentityMatrix(size);
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        centring.addToEntry(i, j, -counts[j] / all);
      }
    }
    return centring;
  }

  private static double logDeterminant(CholeskyDecomposition decomposition) {
    double sum = 0;
    for (int i = 0; i < decomposition.getL().getRowDimension(); i++) {
      sum += 2 * Math.log(decomposition.getL().getEntry(i, i));
    }
    return sum;
  }

  private static RealMatrix symmetric(RealMatrix matrix) {
    return matrix.add(matrix.transpose()).scalarMultiply(0.5);
  }

  /** Part of the variance of a run's luck that it shares with its seed's other runs. */
  public double share() {
    return share;
  }

  /** By how much runs under a seed are worse than the sweep's mean run, by luck of the seed. */
  public double effect(String seed) {
    Integer index = seed == null ? null : seeds.get(seed);
    return index == null ? 0 : effect[index];
  }

  /**
   * The sweep as if every run had had a seed of average luck. Runs are less sure by what is not
   * known of the luck of their seed.
   */
  public SweepOutcomes takenOff() {
    if (seeds.isEmpty()) {
      return sweep;
    }
    List<EvaluatedRun> runs = new ArrayList<>();
    for (EvaluatedRun run : sweep.runs()) {
      String seed = run.run().seed();
      double unsure =
          seed == null || !seeds.containsKey(seed) ? unknownDeviation : deviation[seeds.get(seed)];
      runs.add(run.with(run.outcome() - effect(seed), Math.hypot(run.deviation(), unsure)));
    }
    return new SweepOutcomes(sweep.sweep(), sweep.horizonStep(), runs, sweep.bounds());
  }

  /** What was taken off, in words without a full stop; empty where it is too little to matter. */
  public Optional<String> inWords() {
    double least = 0;
    double most = 0;
    for (double one : effect) {
      least = Math.min(least, one);
      most = Math.max(most, one);
    }
    if (seeds.isEmpty() || most - least < WORTH_A_WORD * noise) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "runs under one seed share %.0f%% of their luck, as %d repeats show; outcomes are"
                + " compared with the luck of the seeds taken off, up to %.2g%% of the objective",
            100 * share,
            compared,
            100 * (most - least)));
  }
}
