package io.lode.search.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.ensemble.SearchPanel;
import io.lode.forecast.SweepOutcomes;
import io.lode.model.modal.ModalConfig;
import io.lode.model.modal.ModalEffort;
import io.lode.model.modal.ModalTrainer;
import io.lode.search.EvidenceConfig;
import io.lode.search.PublicationConfig;
import io.lode.search.evidence.Evidence;
import io.lode.search.evidence.FlatRuns;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PublicationTest {

  private static final PublicationConfig CONFIG = PublicationConfig.standard();

  private static String published(FlatRuns runs, Optional<String> last, String... proposed) {
    SweepOutcomes sweep = runs.outcomes();
    ModalConfig config = ModalConfig.standard(1).with(new ModalEffort(2, 1, 5, 4, 20));
    Evidence evidence =
        new Evidence(
            sweep,
            SearchPanel.of(new ModalTrainer(config).fit(sweep.sweep()), sweep),
            EvidenceConfig.standard());
    Publication publication = new Publication(sweep, evidence, CONFIG, last, List.of(proposed));
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
  void publishesTheBestRunOfTheSweepAtAnyRisk() {
    FlatRuns runs = sweep().survived(0.5, 0.5).survived(0.6, 0.6).diverged(0.6);
    assertThat(published(runs, Optional.empty())).isEqualTo("sweep/run-9");
  }

  @Test
  void publishesAProposalThatWasRunTwice() {
    FlatRuns runs = sweep().survived(0.5, 0.4).survived(0.5, 0.4);
    assertThat(published(runs, Optional.of("sweep/run-8"))).isIn("sweep/run-9", "sweep/run-10");
  }

  @Test
  void doesNotPublishAProposalThatMayDivergeByChance() {
    FlatRuns runs = sweep().survived(0.5, 0.4).survived(0.5, 0.4);
    runs.survived(0.6, 0.6).diverged(0.6);
    assertThat(published(runs, Optional.of("sweep/run-8"))).isEqualTo("sweep/run-8");
  }

  @Test
  void dropsAPublishedProposalThatMayDivergeByChance() {
    FlatRuns runs = sweep().survived(0.5, 0.4).survived(0.5, 0.4);
    String[] proposed = {"sweep/run-9", "sweep/run-10"};
    assertThat(published(runs, Optional.of("sweep/run-9"), proposed)).isEqualTo("sweep/run-9");
    runs.survived(0.6, 0.3).diverged(0.6);
    assertThat(published(runs, Optional.of("sweep/run-9"), proposed))
        .isNotIn("sweep/run-9", "sweep/run-10");
  }
}
