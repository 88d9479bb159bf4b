package io.lode.prior;

import io.lode.model.modal.ModalExpectation;
import io.lode.model.modal.ModalPrior;
import io.lode.model.modal.ModalSetting;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What groups know of each other: the kinds of groups there are, and what each group that was seen
 * says of its own unknowns.
 *
 * <p>A fit under it is shrunk to the kind that explains the group's runs best, and to the group's
 * family, the groups that differ from it in size alone. What the group itself taught the prior is
 * left out.
 *
 * @param config how it was estimated and how it is used
 * @param kinds of groups, the one that is like none the last
 * @param groups what each group that was seen says, in the order of their names
 */
public record Prior(PriorConfig config, List<Kind> kinds, List<GroupEvidence> groups)
    implements ModalExpectation {

  /** Variance, beside a prior's own, that keeps its covariance invertible. */
  private static final double NUGGET = 1e-6;

  /**
   * Number of groups from which on a single one no longer moves the kinds, so that they are not
   * estimated again without it.
   */
  private static final int MANY_GROUPS = 100;

  /** Copies the lists. */
  public Prior {
    kinds = List.copyOf(kinds);
    groups = List.copyOf(groups);
  }

  /** Estimates a prior from what groups say, whatever their order. */
  public static Prior of(PriorConfig config, List<GroupEvidence> groups) {
    List<GroupEvidence> sorted = new ArrayList<>(groups);
    sorted.sort(
        Comparator.comparing(GroupEvidence::group)
            .thenComparing(group -> String.join(",", group.runs())));
    return new Prior(config, new PriorEstimate(config).of(sorted), sorted);
  }

  /**
   * The same, estimated without what a group taught: neither a group of its name, nor one that
   * shares a run with it.
   */
  public Prior without(Sweep sweep) {
    List<GroupEvidence> rest = unknownTo(sweep);
    return rest.size() == groups.size() ? this : of(config, rest);
  }

  /** What groups say that are not this one, under any name. */
  private List<GroupEvidence> unknownTo(Sweep sweep) {
    List<String> runs = RunFingerprint.of(sweep);
    return groups.stream()
        .filter(
            evidence ->
                !evidence.group().equals(sweep.group())
                    && evidence.runs().stream().noneMatch(runs::contains))
        .toList();
  }

  /** The same, estimated with further groups; of a group that both know, the further one counts. */
  public Prior with(List<GroupEvidence> further) {
    List<GroupKey> known = further.stream().map(GroupEvidence::group).toList();
    List<GroupEvidence> all = new ArrayList<>(further);
    groups.stream().filter(evidence -> !known.contains(evidence.group())).forEach(all::add);
    return of(config, all);
  }

  /**
   * Makes sure that a forecast of this group's runs is a fair test of the prior.
   *
   * @throws SeenGroupException if the prior has seen a group of this name, or a run that begins
   *     with the same values, under any name
   */
  public void requireUnseen(Sweep sweep) {
    for (GroupEvidence evidence : groups) {
      if (evidence.group().equals(sweep.group())) {
        throw new SeenGroupException(
            "the prior has seen group "
                + sweep.group()
                + ", so that a forecast of its runs is no test; expected a prior without it");
      }
      for (Run run : sweep.runs()) {
        if (evidence.runs().contains(RunFingerprint.of(run))) {
          throw new SeenGroupException(
              "the prior has seen run "
                  + run.run()
                  + " of group "
                  + sweep.group()
                  + " as a run of group "
                  + evidence.group()
                  + ", so that a forecast of it is no test; expected a prior without it");
        }
      }
    }
  }

  @Override
  public List<ModalPrior> of(ModalSetting setting) {
    return kindsFor(setting.sweep()).stream().map(kind -> in(setting, kind)).toList();
  }

  @Override
  public double rateErrorOfOneRun() {
    return config.rateError();
  }

  /**
   * The kinds as they are expected of a group, before its own runs are seen: what it taught is left
   * out, and what its family says is taken in.
   */
  public List<Kind> kindsFor(Sweep sweep) {
    List<GroupEvidence> others = unknownTo(sweep);
    boolean again = others.size() < groups.size() && groups.size() < MANY_GROUPS;
    List<Kind> known = again ? new PriorEstimate(config).of(others) : kinds;
    return Family.expected(known, others, sweep, config.familyPart());
  }

  /** What is expected of a relative of a group, in the group's units: of the likeliest kind. */
  ModalPrior like(ModalSetting relative, GroupEvidence evidence) {
    Kind likeliest =
        Family.expected(without(relative.sweep()).kinds(), List.of(evidence), config.familyPart())
            .stream()
            .max(Comparator.comparingDouble(Kind::share))
            .orElseThrow();
    return in(relative, likeliest);
  }

  /** A kind in the parameters of a group's fit. */
  private ModalPrior in(ModalSetting setting, Kind kind) {
    Gaussian unknowns = kind.unknowns();
    double[] exponents = {
      unknowns.mean(Unknown.BIAS_EXPONENT),
      unknowns.mean(Unknown.NOISE_EXPONENT),
      unknowns.mean(Unknown.DRIVE_EXPONENT)
    };
    UnknownsMap map = UnknownsMap.of(setting, exponents, config.smoothness());
    double[][] covariance =
        Matrices.sum(
            Matrices.product(
                map.design(),
                Matrices.product(unknowns.covariance(), Matrices.transpose(map.design()))),
            map.roughness());
    for (int i = 0; i < covariance.length; i++) {
      covariance[i][i] += NUGGET;
    }
    double improbable = 0.5 * Matrices.logDeterminant(covariance) - Math.log(kind.share());
    double[][] precision = Matrices.symmetricInverse(covariance);
    for (double[] row : precision) {
      for (int i = 0; i < row.length; i++) {
        row[i] *= config.strength();
      }
    }
    double[] mean = Matrices.sum(Matrices.product(map.design(), unknowns.mean()), map.origin());
    return new ModalPrior(mean, precision, config.strength(), improbable);
  }
}
