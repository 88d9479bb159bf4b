package io.lode.lab.search;

import io.lode.search.propose.CandidatePool;
import io.lode.search.propose.Envelope;
import io.lode.search.propose.Exploration;
import io.lode.search.propose.Explorer;
import io.lode.search.propose.NightView;
import io.lode.search.propose.Repeats;
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
  public Exploration explore(NightView view) {
    TrustRegion region = view.region();
    CandidatePool pool =
        new CandidatePool(
            view.incumbent().logLearningRate(),
            region.radius(),
            Envelope.around(
                view.incumbent(),
                view.sweep(),
                view.evidence(),
                view.config(),
                region.radius(),
                region.edge()),
            view.sweep().horizonStep(),
            view.config().candidates(),
            view.random());
    List<Exploration.Choice> choices = new ArrayList<>();
    while (choices.size() < view.proposals() - 1) {
      choices.add(
          new Exploration.Choice(pool.one(PART_OF_RADIUS), view.incumbent(), "random change"));
    }
    if (choices.size() < view.proposals()) {
      choices.add(Repeats.choose(view, List.of()));
    }
    return new Exploration(Optional.empty(), choices);
  }
}
