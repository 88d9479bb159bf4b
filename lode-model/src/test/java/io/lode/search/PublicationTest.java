package io.lode.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.forecast.SweepOutcomes;
import io.lode.training.ModalTrainer;
import io.lode.training.PanelTrainer;
import io.lode.training.TrainingConfig;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PublicationTest {

  private static final SearchConfig CONFIG = SearchConfig.standard();

  private static String published(FlatRuns runs, Optional<String> last) {
    SweepOutcomes sweep = runs.outcomes();
    TrainingConfig config = new TrainingConfig(2, 1, 5, 4, 0.1, 0.02, 0.5, 1);
    Evidence evidence =
        new Evidence(sweep, PanelTrainer.panel(new ModalTrainer(config).fit(sweep.sweep()), sweep));
    Publication publication = new Publication(sweep, evidence, CONFIG, last, List.of());
    return Evidence.key(sweep.runs().get(publication.published()));
  }

  /** The larger the rate the better it comes out, where it does not diverge. */
  private static FlatRuns sweep() {
    FlatRuns runs = new FlatRuns();
    for (int i = 1; i < 10; i++) {
      runs.survived(0.02 * i, 1 - 0.02 * i);
    }
    return runs;
  }

  @Test
  void publishesTheBestRun() {
    assertThat(published(sweep().survived(0.5, 0.5), Optional.empty())).isEqualTo("sweep/run-9");
  }

  @Test
  void doesNotPublishWhatMayDivergeByChance() {
    FlatRuns runs = sweep().survived(0.5, 0.5).survived(0.6, 0.4).diverged(0.6);
    assertThat(published(runs, Optional.empty())).isEqualTo("sweep/run-8");
  }

  @Test
  void dropsWhatIsPublishedWhenItMayDivergeByChance() {
    FlatRuns runs = sweep().survived(0.5, 0.5);
    assertThat(published(runs, Optional.of("sweep/run-9"))).isEqualTo("sweep/run-9");
    runs.survived(0.6, 0.6).diverged(0.6);
    assertThat(published(runs, Optional.of("sweep/run-9"))).isEqualTo("sweep/run-8");
  }

  @Test
  void publishesTheBestRunWhereAllMayDiverge() {
    FlatRuns runs = new FlatRuns().survived(0.5, 0.5).survived(0.6, 0.4).diverged(0.5);
    assertThat(published(runs, Optional.empty())).isEqualTo("sweep/run-1");
  }
}
