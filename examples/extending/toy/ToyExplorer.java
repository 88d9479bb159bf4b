package toy;

import io.lode.forecast.EvaluatedRun;
import io.lode.schedule.IntervalSchedule;
import io.lode.search.propose.Exploration;
import io.lode.search.propose.Explorer;
import io.lode.search.propose.NightView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Proposes the best run's schedule with lower rates: a tenth lower, two tenths lower, and so on. */
public final class ToyExplorer implements Explorer {

  @Override
  public String name() {
    return "toy";
  }

  @Override
  public Exploration explore(NightView night) {
    EvaluatedRun best = night.incumbent();
    List<Exploration.Choice> choices = new ArrayList<>();
    for (int i = 1; i <= night.proposals(); i++) {
      double lower = Math.log(1 - 0.1 * i);
      double[] rates = Arrays.stream(best.logLearningRate()).map(rate -> rate + lower).toArray();
      choices.add(
          new Exploration.Choice(
              new IntervalSchedule(rates, night.sweep().horizonStep()),
              best,
              i + " tenths below the best run"));
    }
    return new Exploration(Optional.empty(), choices);
  }
}
