package io.lode.prior;

import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Sweep;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Groups that differ in size alone, by their names: {@code 190M} and {@code 760M}, or {@code
 * gpt-1.5B} and {@code gpt-125m}, of one dataset and optimizer.
 *
 * <p>Their unknowns scatter around a centre of the family, with a part of the variance between all
 * groups.
 */
public final class Family {

  /** A count of parameters in a model's name: a number with its unit. */
  private static final Pattern SIZE =
      Pattern.compile("(?<![0-9A-Za-z.])\\d+(?:\\.\\d+)?[kKmMbBtT](?![A-Za-z0-9])");

  /** Share of a kind that the relatives speak against: never impossible. */
  private static final double SMALLEST_SHARE = 1e-6;

  /**
   * Relatives whose full runs differ by more than this ratio say nothing: times are counted in full
   * runs, and a loss curve that goes on six times as long has another shape.
   */
  private static final double LIKE_LENGTHS = 3;

  private Family() {}

  /** Whether two groups are of one family; a group is of its own family. */
  public static boolean same(GroupKey one, GroupKey other) {
    return one.dataset().equals(other.dataset())
        && one.optimizer().equals(other.optimizer())
        && withoutSize(one.model()).equals(withoutSize(other.model()));
  }

  /** The count of parameters that a model's name tells; NaN where it tells none. */
  public static double size(GroupKey group) {
    Matcher matcher = SIZE.matcher(group.model());
    if (!matcher.find()) {
      return Double.NaN;
    }
    String found = matcher.group();
    double number = Double.parseDouble(found.substring(0, found.length() - 1));
    return number
        * Math.pow(
            1000, 1 + "kmbt".indexOf(found.toLowerCase(Locale.ROOT).charAt(found.length() - 1)));
  }

  private static String withoutSize(String model) {
    return SIZE.matcher(model).replaceAll("#");
  }

  /**
   * What is expected of a group, given what its relatives say.
   *
   * @param others what other groups say, of its family or not
   */
  static List<Kind> expected(
      List<Kind> kinds, List<GroupEvidence> others, Sweep sweep, double part) {
    List<GroupEvidence> relatives =
        others.stream()
            .filter(other -> same(other.group(), sweep.group()))
            .filter(other -> ofLikeLength(other.steps(), sweep.totalSteps()))
            .toList();
    return expected(kinds, relatives, part);
  }

  private static boolean ofLikeLength(double one, double other) {
    return Math.max(one, other) <= LIKE_LENGTHS * Math.min(one, other);
  }

  /**
   * Kinds as they are for a relative of groups.
   *
   * @param part of a kind's variance that is left within a family
   */
  static List<Kind> expected(List<Kind> kinds, List<GroupEvidence> relatives, double part) {
    if (relatives.isEmpty()) {
      return kinds;
    }
    double[] logs = new double[kinds.size()];
    List<Gaussian> expected = new ArrayList<>();
    for (int k = 0; k < logs.length; k++) {
      Gaussian all = kinds.get(k).unknowns();
      double[][] within = Matrices.combination(part, all.covariance(), 0, all.covariance());
      Gaussian centre =
          new Gaussian(
              all.mean(), Matrices.combination(1 - part, all.covariance(), 0, all.covariance()));
      logs[k] = Math.log(kinds.get(k).share());
      for (GroupEvidence relative : relatives) {
        double[][] blur =
            Matrices.inverse(
                Matrices.sum(
                    Matrices.identity(within.length),
                    Matrices.product(relative.precision(), within)));
        // The relative's likelihood, blurred by how far it may lie from the centre.
        Gaussian.Seen seen =
            centre.seeing(
                Matrices.symmetric(Matrices.product(blur, relative.precision())),
                Matrices.product(blur, relative.information()));
        centre = seen.posterior();
        logs[k] += all.seeing(relative.precision(), relative.information()).logEvidence();
      }
      expected.add(new Gaussian(centre.mean(), Matrices.sum(centre.covariance(), within)));
    }
    double[] shares = PriorEstimate.shares(logs);
    List<Kind> related = new ArrayList<>();
    for (int k = 0; k < shares.length; k++) {
      related.add(new Kind(Math.max(SMALLEST_SHARE, shares[k]), expected.get(k)));
    }
    return related;
  }
}
