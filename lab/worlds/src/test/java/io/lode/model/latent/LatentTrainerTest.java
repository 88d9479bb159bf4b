package io.lode.model.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.ensemble.SearchPanel;
import io.lode.forecast.Continuation;
import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.Outcomes;
import io.lode.forecast.SweepOutcomes;
import io.lode.lab.world.SweepDraw;
import io.lode.lab.world.World;
import io.lode.lab.world.Worlds;
import io.lode.model.modal.ModalConfig;
import io.lode.model.modal.ModalTrainer;
import io.lode.search.Night;
import io.lode.search.SearchConfig;
import io.lode.search.SearchProblem;
import io.lode.search.nightly.NightlySearch;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LatentTrainerTest {

  private static final World WORLD = Worlds.quadratic(Worlds.STANDARD);
  private static Sweep sweep;
  private static LatentForecaster forecaster;

  @BeforeAll
  static void fit() {
    SweepDraw draw = SweepDraw.of(WORLD, 12, 1);
    sweep =
        new Sweep(
            new GroupKey("quadratic", "simulated", "o"),
            WORLD.objective(),
            WORLD.train(draw.schedules(), draw.names(), WORLD.totalSteps(), 1));
    forecaster = new LatentTrainer(LatentConfig.published(1).sized(2, 150)).fit(sweep);
  }

  @Test
  void forecastsRunsOfTheSweepFromTheirSchedulesBetterThanTheirMean() {
    SweepOutcomes outcomes = SweepOutcomes.of(sweep, WORLD.totalSteps());
    List<EvaluatedRun> finished = outcomes.finished();
    Outcomes predicted =
        forecaster.outcomes(
            finished.stream().map(EvaluatedRun::schedule).toList(), WORLD.totalSteps());
    double mean = finished.stream().mapToDouble(EvaluatedRun::outcome).average().orElseThrow();
    double squares = 0;
    double variance = 0;
    for (int i = 0; i < finished.size(); i++) {
      double error = predicted.mean(i) - finished.get(i).outcome();
      squares += error * error;
      variance += Math.pow(finished.get(i).outcome() - mean, 2);
    }
    assertThat(squares).isLessThan(0.75 * variance);
  }

  @Test
  void perturbsTheCodeAnewWithEveryStateOfTheNoise() {
    Run run = sweep.runs().get(0);
    double total = WORLD.totalSteps();
    double[] steps = {0.3 * total, 0.6 * total, total};
    List<Continuation> first = continuations(run, steps, new SplittableRandom(1));
    assertThat(first).hasSize(5);
    assertThat(continuations(run, steps, new SplittableRandom(1)).get(4).objective())
        .containsExactly(first.get(4).objective());
    SplittableRandom random = new SplittableRandom(1);
    continuations(run, steps, random);
    assertThat(continuations(run, steps, random).get(4).objective())
        .isNotEqualTo(first.get(4).objective());
    assertThat(first.get(0).logLearningRate()).doesNotContain(Double.NaN).hasSize(3);
  }

  private static List<Continuation> continuations(
      Run run, double[] steps, SplittableRandom random) {
    double total = WORLD.totalSteps();
    return forecaster.continuations(run, 0.1 * total, 0.3 * total, steps, 5, 0.15, random);
  }

  @Test
  void namesAWindowInWhichNothingWasLogged() {
    double total = WORLD.totalSteps();
    assertThatThrownBy(
            () ->
                forecaster.continuations(
                    sweep.runs().get(0),
                    2 * total,
                    3 * total,
                    new double[] {3 * total},
                    1,
                    0.15,
                    new SplittableRandom(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("run .* logged nothing from step 2400.0 to step 3600.0");
  }

  @Test
  void searchesBehindTheInterfaceOfAllSearchesWithinTheSweepsBounds() {
    SweepOutcomes outcomes = SweepOutcomes.of(sweep, WORLD.totalSteps());
    Night night =
        NightlySearch.latent(SearchConfig.standard(), unused -> forecaster)
            .search(
                new SearchProblem(
                    outcomes,
                    SearchPanel.of(
                        new ModalTrainer(ModalConfig.standard(1).brief()).fit(sweep), outcomes),
                    Optional.empty(),
                    3,
                    1));
    assertThat(night.proposals()).hasSize(3);
    night
        .proposals()
        .forEach(
            proposal -> {
              for (double rate : proposal.schedule().learningRate()) {
                assertThat(rate)
                    .isBetween(
                        outcomes.bounds().minimum() * 0.99, outcomes.bounds().maximum() * 1.5);
              }
            });
    assertThat(night.planned().bestRun()).isNotNull();
  }
}
