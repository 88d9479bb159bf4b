package io.lode.lab.prove;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.SweepOutcomes;
import io.lode.lab.prove.TrialOutcomes.Judged;
import io.lode.search.EvidenceConfig;
import io.lode.search.evidence.SeedEffects;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Objective;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * What it is worth to take the luck of seeds off before runs are compared, on real trainings: the
 * runs that judged a head-to-head, every schedule under the same seeds.
 *
 * <p>Small sweeps are drawn from them: four schedules under two seeds and two more under the first
 * one. The difference between a schedule that ran once and one that ran twice is compared with the
 * difference of their means over all seeds.
 */
public final class SeedLuckTable {

  private static final int DRAWS = 400;

  private static final int TWICE = 4;

  private static final int ONCE = 2;

  private static final int STEPS = 60;

  private final ProofTable proofs;
  private final List<String> without;
  private final EvidenceConfig config;

  /**
   * Prepares a table.
   *
   * @param proofs whose validation is a loss
   * @param without methods that are left out, such as those with another optimizer
   */
  public SeedLuckTable(ProofTable proofs, List<String> without, EvidenceConfig config) {
    this.proofs = proofs;
    this.without = List.copyOf(without);
    this.config = config;
  }

  /** The table, as Markdown: a row a task. Tasks with too few different schedules have none. */
  public List<String> markdown() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| task | schedules | seeds | part of the luck that a seed's runs share | error of a"
            + " difference, luck left in | taken off | wrong order, luck left in | taken off |");
    lines.add("|---|---|---|---|---|---|---|---|");
    proofs
        .tasks()
        .forEach(
            (name, task) -> {
              List<Map<Long, Double>> schedules = schedules(task);
              if (schedules.size() >= TWICE + ONCE) {
                lines.add(row(name, schedules));
              }
            });
    return lines;
  }

  /** Log losses by seed, of every different schedule. */
  private List<Map<Long, Double>> schedules(ProofTable.Task task) {
    Map<List<Double>, Map<Long, Double>> different = new LinkedHashMap<>();
    for (ProofEntry entry : task.entries()) {
      if (without.stream().noneMatch(entry.name()::startsWith)) {
        Map<Long, Double> bySeed = new LinkedHashMap<>();
        for (Judged judged : entry.judged()) {
          bySeed.put(judged.seed(), Math.log(judged.validation()));
        }
        different.put(List.copyOf(bySeed.values()), bySeed);
      }
    }
    return new ArrayList<>(different.values());
  }

  private String row(String name, List<Map<Long, Double>> schedules) {
    Random random = new Random(5);
    List<Long> seeds = new ArrayList<>(schedules.get(0).keySet());
    List<Run> all = new ArrayList<>();
    for (int i = 0; i < schedules.size(); i++) {
      for (long seed : seeds) {
        all.add(run(i, seed, schedules.get(i)));
      }
    }
    double share = new SeedEffects(outcomes(all), config).share();
    List<Map<Long, Double>> drawn = new ArrayList<>(schedules);
    double[] squares = new double[2];
    int[] wrong = new int[2];
    int compared = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      Collections.shuffle(drawn, random);
      Collections.shuffle(seeds, random);
      List<Run> runs = new ArrayList<>();
      for (int i = 0; i < TWICE + ONCE; i++) {
        runs.add(run(i, seeds.get(0), drawn.get(i)));
        if (i < TWICE) {
          runs.add(run(i, seeds.get(1), drawn.get(i)));
        }
      }
      SweepOutcomes asLogged = outcomes(runs);
      double[][] means = {means(asLogged), means(new SeedEffects(asLogged, config).takenOff())};
      for (int once = TWICE; once < TWICE + ONCE; once++) {
        for (int twice = 0; twice < TWICE; twice++) {
          double truth = mean(drawn.get(once)) - mean(drawn.get(twice));
          for (int k = 0; k < 2; k++) {
            double difference = means[k][once] - means[k][twice];
            squares[k] += (difference - truth) * (difference - truth);
            wrong[k] += difference * truth < 0 ? 1 : 0;
          }
          compared++;
        }
      }
    }
    return String.format(
        Locale.ROOT,
        "| %s | %d | %d | %.2f | %.4f | %.4f | %.1f%% | %.1f%% |",
        name,
        schedules.size(),
        seeds.size(),
        share,
        Math.sqrt(squares[0] / compared),
        Math.sqrt(squares[1] / compared),
        100.0 * wrong[0] / compared,
        100.0 * wrong[1] / compared);
  }

  private static double mean(Map<Long, Double> bySeed) {
    return bySeed.values().stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  /** Mean outcomes by schedule; a run's schedule is the number that its name starts with. */
  private static double[] means(SweepOutcomes outcomes) {
    double[] sum = new double[TWICE + ONCE];
    for (EvaluatedRun run : outcomes.runs()) {
      int schedule = number(run.run().run());
      sum[schedule] += run.outcome() / (schedule < TWICE ? 2 : 1);
    }
    return sum;
  }

  private static int number(String name) {
    return Integer.parseInt(name.substring(0, name.indexOf('-')));
  }

  /** A run that stands for one with a schedule: constant, at a rate that no other schedule has. */
  private static Run run(int schedule, long seed, Map<Long, Double> bySeed) {
    double[] step = new double[STEPS];
    double[] rate = new double[STEPS];
    double[] loss = new double[STEPS];
    Arrays.setAll(step, t -> t + 1);
    Arrays.fill(rate, Math.pow(2, schedule));
    Arrays.fill(loss, Math.exp(bySeed.get(seed)));
    String text = Long.toString(seed);
    return new Run(
        "judged",
        schedule + "-" + text,
        text,
        Map.of(),
        RunStatus.COMPLETED,
        STEPS,
        new Trajectory(step, rate, loss, loss));
  }

  private static SweepOutcomes outcomes(List<Run> runs) {
    GroupKey group = new GroupKey("judged", "runs", GroupKey.UNKNOWN);
    return SweepOutcomes.of(new Sweep(group, Objective.minimize("validation_loss"), runs), STEPS);
  }
}
