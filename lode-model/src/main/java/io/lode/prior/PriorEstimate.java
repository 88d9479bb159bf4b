package io.lode.prior;

import java.util.ArrayList;
import java.util.List;

/**
 * Empirical Bayes over groups: which kinds of groups there are, and how the unknowns are spread in
 * each, what each group's own fit leaves open taken out.
 *
 * <p>Expectation-maximisation of a mixture: a group's unknowns and its kind given its runs, then
 * the kinds given those. One kind is never changed: what is expected of a group that is like none.
 */
final class PriorEstimate {

  /** A kind that fewer groups than this belong to stays where it was. */
  private static final double SMALLEST_WEIGHT = 1e-6;

  private final PriorConfig config;

  PriorEstimate(PriorConfig config) {
    this.config = config;
  }

  /** What is expected of a group that is like none that was seen. */
  Gaussian unlike() {
    double[] widths = config.startWidths().stream().mapToDouble(width -> width * width).toArray();
    return new Gaussian(
        config.startMeans().stream().mapToDouble(mean -> mean).toArray(),
        Matrices.diagonal(widths));
  }

  /** The kinds of groups, the one that is like none the last. */
  List<Kind> of(List<GroupEvidence> groups) {
    Gaussian unlike = unlike();
    if (groups.isEmpty()) {
      return List.of(new Kind(1, unlike));
    }
    List<Kind> kinds = started(groups, unlike);
    for (int i = 0; i < config.iterations(); i++) {
      kinds = maximised(kinds, groups);
    }
    return kinds;
  }

  /** Kinds around groups that are far from each other. */
  private List<Kind> started(List<GroupEvidence> groups, Gaussian unlike) {
    List<double[]> centres = new ArrayList<>();
    double[][] scale = Matrices.symmetricInverse(unlike.covariance());
    List<double[]> means =
        groups.stream()
            .map(group -> unlike.seeing(group.precision(), group.information()).posterior().mean())
            .toList();
    double[] middle = new double[Unknown.COUNT];
    for (double[] mean : means) {
      for (int u = 0; u < middle.length; u++) {
        middle[u] += mean[u] / means.size();
      }
    }
    centres.add(nearest(means, middle, scale));
    while (centres.size() < Math.min(config.kinds(), groups.size())) {
      centres.add(farthest(means, centres, scale));
    }
    List<Kind> kinds = new ArrayList<>();
    for (double[] centre : centres) {
      kinds.add(
          new Kind(
              (1 - config.unlikeShare()) / centres.size(),
              new Gaussian(centre, unlike.covariance())));
    }
    kinds.add(new Kind(config.unlikeShare(), unlike));
    return kinds;
  }

  private static double[] nearest(List<double[]> means, double[] centre, double[][] scale) {
    double[] best = means.get(0);
    for (double[] mean : means) {
      if (distance(mean, centre, scale) < distance(best, centre, scale)) {
        best = mean;
      }
    }
    return best;
  }

  private static double[] farthest(List<double[]> means, List<double[]> centres, double[][] scale) {
    double[] best = means.get(0);
    double most = -1;
    for (double[] mean : means) {
      double least = Double.POSITIVE_INFINITY;
      for (double[] centre : centres) {
        least = Math.min(least, distance(mean, centre, scale));
      }
      if (least > most) {
        most = least;
        best = mean;
      }
    }
    return best;
  }

  private static double distance(double[] one, double[] other, double[][] scale) {
    double[] away = Matrices.difference(one, other);
    return Matrices.dot(away, Matrices.product(scale, away));
  }

  private List<Kind> maximised(List<Kind> kinds, List<GroupEvidence> groups) {
    int learned = kinds.size() - 1;
    Gaussian.Seen[][] seen = new Gaussian.Seen[groups.size()][kinds.size()];
    double[][] belongs = new double[groups.size()][];
    for (int g = 0; g < seen.length; g++) {
      double[] logs = new double[kinds.size()];
      for (int k = 0; k < logs.length; k++) {
        seen[g][k] =
            kinds.get(k).unknowns().seeing(groups.get(g).precision(), groups.get(g).information());
        logs[k] = Math.log(kinds.get(k).share()) + seen[g][k].logEvidence();
      }
      belongs[g] = shares(logs);
      double worth = worth(groups.get(g));
      for (int k = 0; k < logs.length; k++) {
        belongs[g][k] *= worth;
      }
    }
    List<Kind> next = new ArrayList<>();
    double total = 0;
    double[] weights = new double[learned];
    for (int k = 0; k < learned; k++) {
      for (double[] one : belongs) {
        weights[k] += one[k];
      }
      total += weights[k] + 1.0 / learned;
    }
    for (int k = 0; k < learned; k++) {
      double share = (1 - config.unlikeShare()) * (weights[k] + 1.0 / learned) / total;
      next.add(new Kind(share, kind(k, kinds.get(k).unknowns(), seen, belongs, weights[k])));
    }
    next.add(kinds.get(learned));
    return next;
  }

  /** How much a group counts: a fit that is far off says little of how others train. */
  double worth(GroupEvidence group) {
    double ratio = group.deviation() / config.poorFit();
    return 1 / (1 + ratio * ratio);
  }

  /** Probabilities from their logarithms. */
  static double[] shares(double[] logs) {
    double most = Double.NEGATIVE_INFINITY;
    for (double log : logs) {
      most = Math.max(most, log);
    }
    double sum = 0;
    double[] shares = new double[logs.length];
    for (int k = 0; k < logs.length; k++) {
      shares[k] = Math.exp(logs[k] - most);
      sum += shares[k];
    }
    for (int k = 0; k < shares.length; k++) {
      shares[k] /= sum;
    }
    return shares;
  }

  private Gaussian kind(
      int k, Gaussian before, Gaussian.Seen[][] seen, double[][] belongs, double weight) {
    int count = Unknown.COUNT;
    double[] mean = new double[count];
    for (int u = 0; u < count; u++) {
      for (int g = 0; g < seen.length; g++) {
        mean[u] += belongs[g][k] * seen[g][k].posterior().mean()[u];
      }
      mean[u] = weight > SMALLEST_WEIGHT ? mean[u] / weight : before.mean()[u];
    }
    double total = config.startGroups() + weight;
    double[][] covariance = new double[count][count];
    for (int u = 0; u < count; u++) {
      double width = config.kindWidths().get(u);
      covariance[u][u] = config.startGroups() / total * width * width;
    }
    for (int g = 0; g < seen.length; g++) {
      Gaussian one = seen[g][k].posterior();
      double[] away = Matrices.difference(one.mean(), mean);
      for (int i = 0; i < count; i++) {
        for (int j = 0; j < count; j++) {
          covariance[i][j] += belongs[g][k] / total * (one.covariance()[i][j] + away[i] * away[j]);
        }
      }
    }
    return new Gaussian(mean, covariance);
  }
}
