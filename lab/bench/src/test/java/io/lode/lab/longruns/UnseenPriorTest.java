package io.lode.lab.longruns;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.jobs.Checkout;
import io.lode.lab.bench.CurveFolder;
import io.lode.prior.Prior;
import io.lode.prior.PriorArtifact;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Objective;
import io.lode.trajectory.Sweep;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnseenPriorTest {

  private static final Sweep KNOWN =
      CurveFolder.read(Checkout.folder().resolve("examples/llm-schedules/209M-slimpajama")).get(0);

  private static List<String> sources(Prior prior) {
    return prior.groups().stream().map(group -> group.group().dataset()).distinct().toList();
  }

  @Test
  void leavesOutTheWholeSourceOfAGroupWhateverItIsCalled() {
    assertThat(sources(PriorArtifact.bundled().prior())).contains("llm-schedules");
    Prior prior = UnseenPrior.of(KNOWN);
    assertThat(sources(prior))
        .doesNotContain("llm-schedules")
        .contains("olmo-ladder", "llm-loss-curves", "deepobs");
    prior.requireUnseen(KNOWN);
  }

  @Test
  void ofAGroupThatItHasNotSeenNothingIsLeftOut() {
    Sweep unknown =
        new Sweep(new GroupKey("m", "d", "o"), Objective.minimize("validation_loss"), List.of());
    assertThat(UnseenPrior.of(unknown).groups())
        .hasSameSizeAs(PriorArtifact.bundled().prior().groups());
  }
}
