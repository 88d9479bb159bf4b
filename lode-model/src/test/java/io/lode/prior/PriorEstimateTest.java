package io.lode.prior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lode.trajectory.GroupKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PriorEstimateTest {

  private static final PriorConfig CONFIG = PriorConfig.standard();
  private static final Unknown LEVEL = Unknown.BIAS_LEVEL;

  /** A group whose runs tell the level of its decaying modes alone. */
  private static GroupEvidence group(int number, double level, double width, double deviation) {
    double[][] precision = new double[Unknown.COUNT][Unknown.COUNT];
    double[] information = new double[Unknown.COUNT];
    precision[LEVEL.index()][LEVEL.index()] = 1 / (width * width);
    information[LEVEL.index()] = level / (width * width);
    return new GroupEvidence(
        new GroupKey("model-" + number, "d", "o"),
        List.of("run-" + number),
        1000,
        precision,
        information,
        deviation,
        0);
  }

  private static List<GroupEvidence> groups(int count, double mean, double spread, double width) {
    SplittableRandom random = new SplittableRandom(3);
    List<GroupEvidence> groups = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double level = mean + spread * random.nextGaussian() + width * random.nextGaussian();
      groups.add(group(i, level, width, 1e-4));
    }
    return groups;
  }

  @Test
  void findsTheSpreadBetweenGroupsWithoutWhatEachFitLeavesOpen() {
    Prior prior = Prior.of(CONFIG, groups(400, -2.5, 0.3, 0.4));
    Gaussian found = prior.kinds().get(0).unknowns();
    assertThat(found.mean(LEVEL)).isCloseTo(-2.5, within(0.08));
    assertThat(found.width(LEVEL)).as("not 0.5, the spread of the fits").isBetween(0.22, 0.38);
  }

  @Test
  void whatNoGroupTellsStaysAsItWasExpected() {
    Gaussian found = Prior.of(CONFIG, groups(50, -2.5, 0.3, 0.1)).kinds().get(0).unknowns();
    Unknown silent = Unknown.NOISE_SLOPE;
    assertThat(found.mean(silent)).isCloseTo(CONFIG.startMeans().get(silent.index()), within(0.3));
    assertThat(found.width(silent)).isGreaterThan(0.8);
  }

  @Test
  void aPoorFitTeachesLittle() {
    List<GroupEvidence> groups = groups(20, -2.5, 0.2, 0.1);
    List<GroupEvidence> withPoor = new ArrayList<>(groups);
    List<GroupEvidence> withGood = new ArrayList<>(groups);
    for (int i = 0; i < 5; i++) {
      withPoor.add(group(100 + i, 1.0, 0.1, 0.3));
      withGood.add(group(100 + i, 1.0, 0.1, 1e-4));
    }
    double poor = Prior.of(CONFIG, withPoor).kinds().get(0).unknowns().mean(LEVEL);
    double good = Prior.of(CONFIG, withGood).kinds().get(0).unknowns().mean(LEVEL);
    assertThat(poor).isLessThan(-2.3);
    assertThat(good).isGreaterThan(-2.2);
  }

  @Test
  void theOrderOfGroupsDoesNotMatter() {
    List<GroupEvidence> groups = groups(30, -2, 0.4, 0.2);
    List<GroupEvidence> turned = new ArrayList<>(groups);
    Collections.reverse(turned);
    assertThat(PriorArtifact.of(Prior.of(CONFIG, turned), List.of(), "", "1").id())
        .isEqualTo(PriorArtifact.of(Prior.of(CONFIG, groups), List.of(), "", "1").id());
  }

  @Test
  void twoKindsAreToldApart() {
    List<GroupEvidence> groups = new ArrayList<>(groups(20, -3, 0.1, 0.05));
    for (GroupEvidence other : groups(20, 2, 0.1, 0.05)) {
      groups.add(
          new GroupEvidence(
              new GroupKey(other.group().model(), "other", "o"),
              other.runs(),
              other.steps(),
              other.precision(),
              other.information(),
              other.deviation(),
              0));
    }
    List<Double> means =
        Prior.of(CONFIG.with(2, 3), groups).kinds().subList(0, 2).stream()
            .map(kind -> kind.unknowns().mean(LEVEL))
            .sorted()
            .toList();
    assertThat(means.get(0)).isCloseTo(-3, within(0.2));
    assertThat(means.get(1)).isCloseTo(2, within(0.2));
  }

  @Test
  void withoutGroupsThereIsOneKindThatIsLikeNone() {
    Prior prior = Prior.of(CONFIG, List.of());
    assertThat(prior.kinds()).hasSize(1);
    assertThat(prior.kinds().get(0).share()).isEqualTo(1);
  }
}
