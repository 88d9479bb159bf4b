package io.lode.lab.prior;

import io.lode.forecast.FittingMethod;
import io.lode.lab.prior.PublicFamilies.Member;
import io.lode.prior.Family;
import io.lode.prior.GroupEvidence;
import io.lode.prior.Prior;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Two questions that a group's own runs hardly answer, asked of real logs: what do constant rates
 * say of cooldowns and cosines, and what do two short runs of a large model say of long ones where
 * smaller models ran them?
 *
 * <p>Errors are on the objective's own scale.
 *
 * @param bench that fits
 * @param members all groups
 * @param evidence what they say
 */
public record KnownQuestions(PriorBench bench, List<Member> members, List<GroupEvidence> evidence) {

  /** Rates within this ratio of the largest one are held. */
  private static final double HELD = 0.99;

  /** A run that ends below this part of its largest rate was cooled down. */
  private static final double COOLED = 0.5;

  /** Fewest peaks that were held, so that constants are a sweep. Count. */
  private static final int FEWEST_PEAKS = 3;

  /** A rate counts as held if it was for this part of the group's longest run. */
  private static final double LONG_ENOUGH = 0.5;

  /** Asks both questions of every group that allows them. */
  public List<PriorRow> ask() {
    Map<String, List<JudgedFit>> fits = new LinkedHashMap<>();
    for (Member member : members) {
      constants(member, fits);
    }
    for (Member member : members) {
      ladder(member, fits);
    }
    return PriorBench.rows(fits);
  }

  /** From the stretches of constant rate, one for each peak, to the runs that were cooled down. */
  private void constants(Member member, Map<String, List<JudgedFit>> fits) {
    Sweep sweep = member.sweep();
    double longest =
        sweep.runs().stream().mapToDouble(run -> run.trajectory().lastStep()).max().orElse(0);
    Map<Double, Run> held = new TreeMap<>();
    List<Run> cooled = new ArrayList<>();
    for (Run run : sweep.runs()) {
      double[] rates = run.trajectory().learningRate();
      double peak = Arrays.stream(rates).max().orElse(0);
      double until = 0;
      for (int i = 0; i < rates.length; i++) {
        until = rates[i] > HELD * peak ? run.trajectory().step()[i] : until;
      }
      if (until >= LONG_ENOUGH * longest) {
        run.until(until)
            .ifPresent(
                stretch ->
                    held.merge(
                        peak,
                        stretch,
                        (one, other) ->
                            one.trajectory().lastStep() >= other.trajectory().lastStep()
                                ? one
                                : other));
      }
      if (rates[rates.length - 1] < COOLED * peak && !run.diverged()) {
        cooled.add(run);
      }
    }
    if (held.size() < FEWEST_PEAKS || cooled.isEmpty()) {
      return;
    }
    Sweep fitted = new Sweep(sweep.group(), sweep.objective(), new ArrayList<>(held.values()));
    Prior prior = bench.withoutFamily(members, evidence, member.family());
    judge(
        held.size() + " constants, then " + cooled.size() + " cooled down",
        member,
        prior,
        fitted,
        cooled,
        fits);
  }

  /** From a model's two shortest lengths to its longest, where a smaller model ran them all. */
  private void ladder(Member member, Map<String, List<JudgedFit>> fits) {
    Sweep sweep = member.sweep();
    List<GroupEvidence> smaller =
        evidence.stream()
            .filter(one -> !one.group().equals(sweep.group()))
            .filter(one -> Family.same(one.group(), sweep.group()))
            .filter(one -> Family.size(one.group()) < Family.size(sweep.group()))
            .toList();
    TreeMap<Long, List<Run>> byLength = new TreeMap<>();
    List<Run> ascending =
        sweep.runs().stream()
            .sorted(Comparator.comparingDouble(run -> run.trajectory().lastStep()))
            .toList();
    for (Run run : ascending) {
      double last = run.trajectory().lastStep();
      Long near = byLength.floorKey(Math.round(last));
      boolean same = near != null && last < SAME_LENGTH * near;
      byLength.computeIfAbsent(same ? near : Math.round(last), key -> new ArrayList<>()).add(run);
    }
    if (smaller.isEmpty() || byLength.size() < FEWEST_PEAKS) {
      return;
    }
    List<Run> longest = byLength.pollLastEntry().getValue();
    List<Run> shortest = new ArrayList<>(byLength.pollFirstEntry().getValue());
    shortest.addAll(byLength.pollFirstEntry().getValue());
    Prior others = bench.withoutFamily(members, evidence, member.family());
    judge(
        shortest.size() + " short runs and smaller models, then the longest",
        member,
        others.with(smaller),
        new Sweep(sweep.group(), sweep.objective(), shortest),
        longest,
        fits);
  }

  /** Lengths within this ratio count as one: logs end a little early. */
  private static final double SAME_LENGTH = 1.15;

  private void judge(
      String question,
      Member member,
      Prior prior,
      Sweep fitted,
      List<Run> heldOut,
      Map<String, List<JudgedFit>> fits) {
    for (FittingMethod method : bench.methods(prior, fitted)) {
      fits.computeIfAbsent(
              question + "\t" + member.sweep().group() + "\t" + method.name(),
              key -> new ArrayList<>())
          .add(
              JudgedFit.of(
                  method.fit().apply(fitted),
                  heldOut,
                  fitted.objective().transform(),
                  JudgedFit.Unit.OWN));
    }
  }
}
