package io.lode.ode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ButcherTableauTest {

  private static final Offset<Double> EXACT = within(2e-14);

  static Stream<ButcherTableau> tableaus() {
    return Stream.of(
        ButcherTableau.EULER,
        ButcherTableau.HEUN,
        ButcherTableau.MIDPOINT,
        ButcherTableau.RK4,
        ButcherTableau.DORMAND_PRINCE,
        ButcherTableau.TSITOURAS);
  }

  /** A rooted tree: its order, its density, and its elementary weight in every stage. */
  private record Tree(int order, double density, double[] stageWeight) {}

  /** All rooted trees up to an order (Butcher 1963), with their weights under a tableau. */
  private static List<Tree> trees(ButcherTableau tableau, int highest) {
    int stages = tableau.stageCount();
    double[] ones = new double[stages];
    java.util.Arrays.fill(ones, 1);
    List<Tree> trees = new ArrayList<>(List.of(new Tree(1, 1, ones)));
    for (int order = 2; order <= highest; order++) {
      List<Tree> smaller = List.copyOf(trees);
      forests(smaller, 0, order - 1, new ArrayList<>(), tableau, order, trees);
    }
    return trees;
  }

  private static void forests(
      List<Tree> from,
      int first,
      int left,
      List<Tree> chosen,
      ButcherTableau tableau,
      int order,
      List<Tree> into) {
    if (left == 0) {
      double density = order;
      double[] weight = new double[tableau.stageCount()];
      java.util.Arrays.fill(weight, 1);
      for (Tree branch : chosen) {
        density *= branch.density();
        for (int i = 0; i < weight.length; i++) {
          double sum = 0;
          for (int j = 0; j < tableau.stages()[i].length; j++) {
            sum += tableau.stages()[i][j] * branch.stageWeight()[j];
          }
          weight[i] *= sum;
        }
      }
      into.add(new Tree(order, density, weight));
      return;
    }
    for (int i = first; i < from.size(); i++) {
      if (from.get(i).order() <= left) {
        chosen.add(from.get(i));
        forests(from, i, left - from.get(i).order(), chosen, tableau, order, into);
        chosen.remove(chosen.size() - 1);
      }
    }
  }

  private static double elementary(double[] weights, Tree tree) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * tree.stageWeight()[i];
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("tableaus")
  void meetsEveryOrderConditionAndNotTheNextOrder(ButcherTableau tableau) {
    List<Tree> trees = trees(tableau, tableau.order() + 1);
    boolean allOfNext = true;
    for (Tree tree : trees) {
      double weight = elementary(tableau.weights(), tree);
      if (tree.order() <= tableau.order()) {
        assertThat(weight).isEqualTo(1 / tree.density(), EXACT);
      } else {
        allOfNext &= Math.abs(weight - 1 / tree.density()) < 1e-6;
      }
    }
    assertThat(allOfNext).isFalse();
  }

  @ParameterizedTest
  @MethodSource("tableaus")
  void embeddedMethodIsOneOrderLower(ButcherTableau tableau) {
    if (tableau.embedded()) {
      List<Tree> trees = trees(tableau, tableau.order());
      boolean allOfLast = true;
      for (Tree tree : trees) {
        double difference = elementary(tableau.errorWeights(), tree);
        if (tree.order() < tableau.order()) {
          assertThat(difference).isEqualTo(0, EXACT);
        } else {
          allOfLast &= Math.abs(difference) < 1e-9;
        }
      }
      assertThat(allOfLast).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("tableaus")
  void continuousExtensionMeetsItsOrderInsideTheStep(ButcherTableau tableau) {
    for (double theta : new double[] {0.13, 0.5, 0.81, 1}) {
      double[] weights = tableau.denseWeights(theta);
      for (Tree tree : trees(tableau, tableau.denseOrder())) {
        assertThat(elementary(weights, tree))
            .isEqualTo(Math.pow(theta, tree.order()) / tree.density(), within(1e-13));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("tableaus")
  void continuousExtensionEndsAtTheStep(ButcherTableau tableau) {
    assertThat(tableau.denseWeights(1)).containsExactly(tableau.weights(), within(1e-13));
    assertThat(tableau.denseWeights(0)).containsOnly(0);
  }

  @ParameterizedTest
  @MethodSource("tableaus")
  void nodesAreRowSums(ButcherTableau tableau) {
    for (int i = 0; i < tableau.stageCount(); i++) {
      double sum = 0;
      for (double a : tableau.stages()[i]) {
        sum += a;
      }
      assertThat(sum).isEqualTo(tableau.nodes()[i], EXACT);
    }
  }
}
