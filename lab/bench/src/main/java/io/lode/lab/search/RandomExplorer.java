package io.lode.lab.search;

import io.lode.search.propose.CandidatePool;
import io.lode.search.propose.Envelope;
import io.lode.search.propose.Exploration;
import io.lode.search.propose.Explorer;
import io.lode.search.propose.Repeats;
import io.lode.search.propose.Situation;
import io.lode.search.propose.TrustRegion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Proposes random smooth changes of the incumbent inside the trust region: for comparison. */
final class RandomExplorer implements Explorer {

  private static final double PART_OF_RADIUS = 0.7;

  @Override
  public String name() {
    return "random";
  }

  @Override
  public Exploration explore(Situation situation) {
    TrustRegion region = situation.region();
    CandidatePool pool =
        new CandidatePool(
            situation.incumbent().logLearningRate(),
            region.radius(),
            Envelope.around(
                situation.incumbent(),
                situation.sweep(),
                situation.evidence(),
                situation.config(),
                region.radius(),
                region.edge()),
            situation.sweep().horizonStep(),
            situation.random());
    List<Exploration.Choice> choices = new ArrayList<>();
    while (choices.size() < situation.proposals() - 1) {
      choices.add(
          new Exploration.Choice(pool.one(PART_OF_RADIUS), situation.incumbent(), "random change"));
    }
    if (choices.size() < situation.proposals()) {
      choices.add(Repeats.choose(situation, List.of()));
    }
    return new Exploration(Optional.empty(), choices);
  }
}
