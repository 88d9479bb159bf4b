package io.lode.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.forecast.OutcomeForecaster;
import io.lode.forecast.Outcomes;
import io.lode.forecast.Panel;
import io.lode.forecast.SweepOutcomes;
import io.lode.schedule.Schedule;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RepeatsTest {

  private static final double NOISE = 0.03;
  private static final double CENTRE = 0.01;
  private static final double NEAR = 0.012;
  private static final double FAR = 0.03;

  /** Expects something by a schedule's first rate alone. */
  private record ByFirstRate(String name, DoubleUnaryOperator expected)
      implements OutcomeForecaster {

    @Override
    public Outcomes outcomes(List<? extends Schedule> schedules, double horizonStep) {
      double[] mean =
          schedules.stream()
              .mapToDouble(schedule -> expected.applyAsDouble(schedule.learningRate(1)))
              .toArray();
      return new Outcomes(new double[][] {mean}, new double[mean.length]);
    }
  }

  private static FlatRuns sweep(double farWorseByNoises) {
    return new FlatRuns()
        .survived(CENTRE)
        .survived(NEAR, 0.1 * NOISE)
        .survived(FAR, farWorseByNoises * NOISE);
  }

  private static Night search(SweepOutcomes sweep, Optional<SearchState> state) {
    DoubleUnaryOperator expected = rate -> NOISE * Math.abs(Math.log(rate / (1.05 * CENTRE)));
    Panel panel =
        new Panel(
            List.of(new ByFirstRate("first", expected), new ByFirstRate("second", expected)),
            NOISE);
    return NightlySearch.standard(SearchConfig.standard())
        .search(new SearchProblem(sweep, panel, state, 3, 7));
  }

  private static SearchState after(SearchState state, int night, List<String> proposed) {
    return new SearchState(
        night,
        state.radius(),
        state.edge(),
        state.incumbent(),
        state.published(),
        Stream.concat(state.known().stream(), proposed.stream()).toList(),
        proposed,
        state.proposals());
  }

  @Test
  void questionsTheRegionByARepeatOfAFarRunThatMayBeAsGood() {
    Night night = search(sweep(1.5).outcomes(), Optional.empty());
    assertThat(night.proposals())
        .extracting(Proposal::repeats)
        .containsExactly(null, "run-2", "run-0");
    assertThat(night.proposals().get(1).why())
        .isEqualTo("repeats run run-2, far from the best and hardly worse, if at all");
  }

  @Test
  void leavesTheSeatToTheForecasterWhereNoFarRunIsWithinTheNoise() {
    Night night = search(sweep(2.5).outcomes(), Optional.empty());
    assertThat(night.proposals().get(1).repeats()).isNull();
    assertThat(night.proposals().get(1).why()).isEqualTo("best by second");
  }

  @Test
  void doesNotRepeatAFarRunAThirdTime() {
    SweepOutcomes sweep = sweep(1.5).survived(FAR, 1.5 * NOISE).outcomes();
    assertThat(search(sweep, Optional.empty()).proposals().get(1).repeats()).isNull();
  }

  @Test
  void comparesFarRunsWithTheSweepRatherThanWithWhatWasProposed() {
    SweepOutcomes sweep = sweep(1.5).survived(1.15 * CENTRE, -2 * NOISE).outcomes();
    SearchState first = search(sweep(1.5).outcomes(), Optional.empty()).state();
    assertThat(search(sweep, Optional.empty()).proposals().get(1).repeats()).isNull();
    SearchState proposed = after(first, 1, List.of("sweep/run-3"));
    assertThat(search(sweep, Optional.of(proposed)).proposals().get(1).repeats())
        .isEqualTo("run-2");
  }

  @Test
  void questionsTheRegionOnTheFirstTwoNightsOnly() {
    SweepOutcomes sweep = sweep(1.5).outcomes();
    SearchState first = search(sweep, Optional.empty()).state();
    SearchState second = after(first, 1, List.of());
    SearchState third = after(first, 2, List.of());
    assertThat(search(sweep, Optional.of(second)).proposals().get(1).repeats()).isEqualTo("run-2");
    assertThat(search(sweep, Optional.of(third)).proposals().get(1).repeats()).isNull();
  }
}
