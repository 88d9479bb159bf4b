package io.lode.search.propose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.IntervalRates;
import io.lode.forecast.Outcomes;
import io.lode.forecast.SweepOutcomes;
import io.lode.schedule.IntervalSchedule;
import io.lode.search.CandidateConfig;
import io.lode.search.evidence.FlatRuns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CandidatePoolTest {

  private static final double RADIUS = 0.5;
  private static final double ROUNDING = 1e-9;
  private static final SweepOutcomes SWEEP = Nights.runs(0.1, 0.2, 0.25).outcomes();
  private static final double[] CENTRE = SWEEP.runs().get(1).logLearningRate();

  private static CandidatePool pool(double radius, CandidateConfig config, long seed) {
    return new CandidatePool(
        CENTRE, radius, Envelope.bounds(SWEEP), FlatRuns.STEPS, config, new SplittableRandom(seed));
  }

  private static CandidatePool pool(long seed) {
    return pool(RADIUS, CandidateConfig.standard(), seed);
  }

  /** Distance to a schedule that falls from the centre's rate to the smallest one allowed. */
  private static double[] toFalling(List<IntervalSchedule> candidates) {
    double[] target = CENTRE.clone();
    for (int t = 0; t < target.length; t++) {
      target[t] -= RADIUS * t / (target.length - 1.0);
    }
    return candidates.stream()
        .mapToDouble(candidate -> IntervalRates.distance(candidate.logLearningRate(), target))
        .toArray();
  }

  private static double best(List<IntervalSchedule> candidates) {
    return Arrays.stream(toFalling(candidates)).min().orElseThrow();
  }

  @Test
  void everyCandidateLiesWithinTheRadiusAndTheEnvelope() {
    CandidatePool pool = pool(1);
    List<IntervalSchedule> drawn = pool.draw(SWEEP.runs());
    assertThat(drawn).hasSize(110 + 60 + 3 * 3);
    assertThat(drawn).allSatisfy(CandidatePoolTest::allowed);
    assertThat(pool.refine(drawn, CandidatePoolTest::toFalling))
        .allSatisfy(CandidatePoolTest::allowed);
    assertThat(pool.one(1)).satisfies(CandidatePoolTest::allowed);
    assertThat(drawn)
        .as("some come to the edge of the radius and of the envelope")
        .anySatisfy(candidate -> assertThat(lowest(candidate)).isCloseTo(-RADIUS, within(1e-3)))
        .anySatisfy(
            candidate -> assertThat(highest(candidate)).isCloseTo(Math.log(1.25), within(1e-3)));
  }

  private static void allowed(IntervalSchedule candidate) {
    assertThat(candidate.logLearningRate()).hasSize(Outcomes.INTERVALS);
    assertThat(lowest(candidate)).isGreaterThanOrEqualTo(-RADIUS - ROUNDING);
    // The envelope ends at 0.25, which is below the radius around 0.2.
    assertThat(highest(candidate)).isLessThanOrEqualTo(Math.log(1.25) + ROUNDING);
  }

  private static double lowest(IntervalSchedule candidate) {
    return Arrays.stream(candidate.logLearningRate()).min().orElseThrow() - CENTRE[0];
  }

  private static double highest(IntervalSchedule candidate) {
    return Arrays.stream(candidate.logLearningRate()).max().orElseThrow() - CENTRE[0];
  }

  @Test
  void refinementFindsBetterCandidatesAndReturnsTheNewOnesAlone() {
    CandidatePool pool = pool(2);
    List<IntervalSchedule> drawn = pool.draw(List.of());
    List<IntervalSchedule> refined = pool.refine(drawn, CandidatePoolTest::toFalling);
    assertThat(refined).hasSize(3 * 8 * 7).doesNotContainAnyElementsOf(drawn);
    assertThat(best(refined)).isLessThan(0.8 * best(drawn));
  }

  @Test
  void everyRoundChangesTheBestSoFarByLess() {
    CandidateConfig one =
        new CandidateConfig(
            110,
            List.of(0.35, 0.7, 1.0),
            60,
            0.35,
            8,
            List.of(1.0),
            1,
            50,
            List.of(0.3, 0.01),
            0.5);
    CandidatePool pool = pool(RADIUS, one, 3);
    List<IntervalSchedule> drawn = pool.draw(List.of());
    List<IntervalSchedule> refined = pool.refine(drawn, CandidatePoolTest::toFalling);
    List<IntervalSchedule> known = new ArrayList<>(drawn);
    known.addAll(refined.subList(0, 50));
    double[] parent = known.get(Scores.lowest(toFalling(known))).logLearningRate();
    assertThat(refined.subList(50, 100))
        .allSatisfy(
            child ->
                assertThat(IntervalRates.distance(child.logLearningRate(), parent))
                    .isLessThan(0.05 * RADIUS));
  }

  @Test
  void movesTowardsAGoodRunByPartsOfTheWayAndNoFurtherThanTheRadius() {
    CandidateConfig movesAlone =
        new CandidateConfig(0, List.of(1.0), 0, 0, 8, List.of(0.5, 1.0), 1, 1, List.of(0.1), 0.5);
    EvaluatedRun low = SWEEP.runs().get(0);
    List<IntervalSchedule> wide = pool(3, movesAlone, 1).draw(List.of(low));
    assertThat(wide).hasSize(2);
    assertThat(wide.get(0).logLearningRate()[7]).isCloseTo(Math.log(0.2 / Math.sqrt(2)), near());
    assertThat(wide.get(1).logLearningRate()[7]).isCloseTo(Math.log(0.1), near());
    List<IntervalSchedule> narrow = pool(0.4, movesAlone, 1).draw(List.of(low));
    assertThat(narrow.get(1).logLearningRate()[7]).isCloseTo(Math.log(0.2) - 0.4, near());
  }

  private static Offset<Double> near() {
    return within(1e-9);
  }

  @Test
  void theSameSeedDrawsTheSameCandidates() {
    Function<Long, List<double[]>> drawn =
        seed ->
            pool(seed).draw(SWEEP.runs()).stream().map(IntervalSchedule::logLearningRate).toList();
    assertThat(drawn.apply(5L).get(3)).isEqualTo(drawn.apply(5L).get(3));
    assertThat(drawn.apply(5L).get(3)).isNotEqualTo(drawn.apply(6L).get(3));
  }

  @Test
  void aSmallPartOfTheRadiusChangesLittle() {
    double distance = IntervalRates.distance(pool(4).one(0.01).logLearningRate(), CENTRE);
    assertThat(distance).isBetween(1e-6, 0.05 * RADIUS);
  }
}
