package io.lode.lab.bench;

import io.lode.jobs.progress.Progress;
import io.lode.jobs.progress.Stage;
import io.lode.lab.world.KnownOptimum;
import io.lode.lab.world.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Measures what LODE makes of a first sweep, beside the rule of practice and a tuner. */
public final class FirstNightBench {

  private final FirstNightPlan plan;
  private final Progress progress;
  private final Map<String, Double> optima = new HashMap<>();

  /**
   * Prepares a benchmark.
   *
   * @param progress takes one line at a time
   */
  public FirstNightBench(FirstNightPlan plan, Progress progress) {
    this.plan = plan;
    this.progress = progress;
  }

  /**
   * Runs every loop, in the plan's order.
   *
   * @param finished takes the loops that differ in their variant alone, as soon as they are done
   */
  public List<FirstNightResult> run(Consumer<List<FirstNightResult>> finished) {
    List<FirstNightResult> results = new ArrayList<>();
    int loops = plan.loops();
    try (Stage stage = progress.stage("bench first-night", "loops", loops, results::size)) {
      for (String name : plan.worlds()) {
        List<World> worlds = plan.variants(name);
        for (FirstNightSweep sweep : plan.sweeps()) {
          List<FirstNightResult> cell = new ArrayList<>();
          for (int i = 0; i < worlds.size(); i++) {
            World world = worlds.get(i);
            FirstNightLoop loop =
                new FirstNightLoop(sweep, plan.cell(world, sweep, i), plan.methods());
            cell.add(loop.run(optimum(world)));
            results.add(cell.get(i));
          }
          finished.accept(cell);
          progress.accept(stage.line());
        }
      }
    }
    return results;
  }

  /** The optimum of a world, which takes long to find where none is kept. */
  private double optimum(World world) {
    return optima.computeIfAbsent(
        world.name(),
        unknown ->
            world.bestKnown(world.totalSteps()).map(KnownOptimum::objective).orElse(Double.NaN));
  }
}
