package io.lode.lab.search;

import io.lode.forecast.EvaluatedRun;
import io.lode.search.propose.Exploration;
import io.lode.search.propose.Explorer;
import io.lode.search.propose.Situation;
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
  public Exploration explore(Situation situation) {
    List<EvaluatedRun> good = situation.good();
    List<Exploration.Choice> choices = new ArrayList<>();
    while (choices.size() < situation.proposals()) {
      EvaluatedRun run = good.get(choices.size() % good.size());
      choices.add(
          Exploration.Choice.repeat(
              run, situation.sweep().horizonStep(), "repeats run " + run.run().run()));
    }
    return new Exploration(Optional.empty(), choices);
  }
}
