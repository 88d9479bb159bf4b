package io.lode.lab.search;

import io.lode.forecast.EvaluatedRun;
import io.lode.search.propose.Exploration;
import io.lode.search.propose.Explorer;
import io.lode.search.propose.NightView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Repeats the best observed schedules and tries nothing new: for comparison. */
final class RepeatExplorer implements Explorer {

  @Override
  public String name() {
    return "repeat";
  }

  @Override
  public Exploration explore(NightView view) {
    List<EvaluatedRun> good = view.good();
    List<Exploration.Choice> choices = new ArrayList<>();
    while (choices.size() < view.proposals()) {
      EvaluatedRun run = good.get(choices.size() % good.size());
      choices.add(
          Exploration.Choice.repeat(
              run, view.sweep().horizonStep(), "repeats run " + run.run().run()));
    }
    return new Exploration(Optional.empty(), choices);
  }
}
