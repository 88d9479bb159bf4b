package io.lode.lab.prior;

import io.lode.evaluation.NearestRun;
import io.lode.forecast.FittingMethod;
import io.lode.forecast.TrainingException;
import io.lode.lab.prior.PublicFamilies.Member;
import io.lode.longrun.LongRunConfig;
import io.lode.longrun.LongRunTrainer;
import io.lode.model.law.LawConfig;
import io.lode.model.law.MultiPowerLaw;
import io.lode.model.modal.ModalConfig;
import io.lode.model.modal.ModalTrainer;
import io.lode.prior.GroupEvidence;
import io.lode.prior.Prior;
import io.lode.prior.PriorConfig;
import io.lode.prior.PriorTrainer;
import io.lode.prior.SeenGroupException;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.SweepLearning;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/**
 * What a prior is worth in families that it has not seen: each family is left out in turn, the
 * prior is estimated from the others, and few runs of each group of the family are fitted with it
 * and without it.
 */
public final class PriorBench {

  /** Name of a fit without a prior, and what it is called with one. */
  static final String LONG_RUN = "long-run";

  static final String WITH_PRIOR = " + prior";

  private final Plan plan;
  private final Consumer<String> progress;

  /**
   * What is measured.
   *
   * @param counts of runs that are fitted, ascending
   * @param draws of runs for each count
   * @param tests most held-out runs that judge a fit
   * @param seed of draws and fits
   * @param members of each ensemble, for each guess of the floor where there is no prior
   * @param config of the prior
   */
  public record Plan(
      List<Integer> counts, int draws, int tests, long seed, int members, PriorConfig config) {}

  /**
   * Measures.
   *
   * @param progress takes a line at a time
   */
  public PriorBench(Plan plan, Consumer<String> progress) {
    this.plan = plan;
    this.progress = progress;
  }

  /**
   * What every group says, in the order of the members; groups that cannot be fitted say nothing.
   */
  public List<GroupEvidence> evidence(List<Member> members) {
    PriorTrainer trainer = new PriorTrainer(longRuns(), plan.config());
    List<GroupEvidence> evidence = new ArrayList<>();
    for (Member member : members) {
      try {
        evidence.add(trainer.evidence(member.sweep()));
      } catch (TrainingException | IllegalStateException e) {
        progress.accept(member.sweep().group() + " teaches nothing: " + e.getMessage());
      }
    }
    return evidence;
  }

  /** The prior of all families but one. */
  public Prior withoutFamily(List<Member> members, List<GroupEvidence> evidence, String family) {
    return withoutFamilies(members, evidence, List.of(family));
  }

  /** The prior of all families but some. */
  Prior withoutFamilies(List<Member> members, List<GroupEvidence> evidence, List<String> families) {
    List<GroupKey> left =
        members.stream()
            .filter(member -> families.contains(member.family()))
            .map(member -> member.sweep().group())
            .toList();
    return Prior.of(
        plan.config(), evidence.stream().filter(one -> !left.contains(one.group())).toList());
  }

  /** Few runs of each group, forecast with and without a prior that has not seen the family. */
  public List<PriorRow> fewRuns(List<Member> members, List<GroupEvidence> evidence) {
    return fewRuns(members, evidence, (family, prior) -> List.of());
  }

  /** Further predictors for a family, made from other families alone. */
  @FunctionalInterface
  public interface Further {

    /**
     * Makes them.
     *
     * @param prior of the other families
     */
    List<FittingMethod> without(String family, Prior prior);
  }

  /** The same, with further predictors. */
  public List<PriorRow> fewRuns(
      List<Member> members, List<GroupEvidence> evidence, Further further) {
    Map<String, List<JudgedFit>> fits = new LinkedHashMap<>();
    Map<String, List<FittingMethod>> ofFamilies = new LinkedHashMap<>();
    for (Member member : members) {
      Prior prior = withoutFamily(members, evidence, member.family());
      List<FittingMethod> more =
          ofFamilies.computeIfAbsent(member.family(), family -> further.without(family, prior));
      for (int count : plan.counts()) {
        for (int draw = 0; draw < plan.draws(); draw++) {
          judge(member, prior, more, count, draw, fits);
        }
      }
      progress.accept("bench: " + member.sweep().group());
    }
    return rows(fits);
  }

  private void judge(
      Member member,
      Prior prior,
      List<FittingMethod> further,
      int count,
      int draw,
      Map<String, List<JudgedFit>> fits) {
    Sweep sweep = member.sweep();
    List<Run> runs = new ArrayList<>(SweepLearning.teaching(sweep).runs());
    Collections.shuffle(runs, new Random(plan.seed() * 1000 + draw));
    if (runs.size() <= count) {
      return;
    }
    Sweep fitted = new Sweep(sweep.group(), sweep.objective(), runs.subList(0, count));
    List<Run> heldOut = runs.subList(count, runs.size()).stream().limit(plan.tests()).toList();
    Map<String, JudgedFit> judged = new LinkedHashMap<>();
    List<FittingMethod> methods = new ArrayList<>(methods(prior, fitted));
    methods.addAll(further);
    try {
      for (FittingMethod method : methods) {
        judged.put(
            method.name(),
            JudgedFit.of(
                method.fit().apply(fitted),
                heldOut,
                sweep.objective().transform(),
                JudgedFit.Unit.LOG));
      }
    } catch (TrainingException | IllegalArgumentException e) {
      progress.accept(sweep.group() + ", " + count + " runs: left out: " + e.getMessage());
      return;
    }
    judged.forEach(
        (name, fit) ->
            fits.computeIfAbsent(
                    count + " runs\t" + member.family() + "\t" + name, key -> new ArrayList<>())
                .add(fit));
  }

  /**
   * The predictors that are compared.
   *
   * @throws SeenGroupException if the prior has seen the group
   */
  List<FittingMethod> methods(Prior prior, Sweep fitted) {
    prior.requireUnseen(fitted);
    return List.of(
        new FittingMethod(NearestRun.NAME, NearestRun::fit),
        new ModalTrainer(modal()).method(),
        new FittingMethod(
            MultiPowerLaw.NAME, sweep -> MultiPowerLaw.fit(sweep, LawConfig.standard(plan.seed()))),
        new FittingMethod(LONG_RUN, longRuns()::fit),
        new FittingMethod(LONG_RUN + WITH_PRIOR, longRuns().expecting(Optional.of(prior))::fit));
  }

  /** The trainer of long runs without a prior. */
  LongRunTrainer longRuns() {
    return new LongRunTrainer(modal(), LongRunConfig.standard());
  }

  private ModalConfig modal() {
    ModalConfig standard = ModalConfig.standard(plan.seed());
    return standard.with(standard.effort().ofMembers(plan.members()));
  }

  /** Rows of a table from fits by question, family and predictor, separated by tabs. */
  static List<PriorRow> rows(Map<String, List<JudgedFit>> fits) {
    List<PriorRow> rows = new ArrayList<>();
    fits.forEach(
        (key, judged) -> {
          String[] names = key.split("\t", -1);
          rows.add(
              new PriorRow(
                  names[0],
                  names[1],
                  names[2],
                  judged.size(),
                  geometricMean(judged.stream().mapToDouble(JudgedFit::curve).toArray()),
                  geometricMean(judged.stream().mapToDouble(JudgedFit::last).toArray()),
                  judged.stream().mapToDouble(JudgedFit::inBand).average().orElse(Double.NaN)));
        });
    return rows;
  }

  private static double geometricMean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += Math.log(Math.max(SMALLEST_ERROR, value));
    }
    return Math.exp(sum / values.length);
  }

  /** Errors below this count as this, so that one lucky fit does not decide a mean. In log loss. */
  private static final double SMALLEST_ERROR = 1e-4;
}
