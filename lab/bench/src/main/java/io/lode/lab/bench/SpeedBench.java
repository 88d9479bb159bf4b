package io.lode.lab.bench;

import io.lode.ensemble.SearchPanel;
import io.lode.forecast.Panel;
import io.lode.forecast.SweepOutcomes;
import io.lode.lab.world.SweepDraw;
import io.lode.lab.world.World;
import io.lode.lab.world.Worlds;
import io.lode.model.modal.ModalConfig;
import io.lode.model.modal.ModalForecaster;
import io.lode.model.modal.ModalTrainer;
import io.lode.search.SearchConfig;
import io.lode.search.SearchProblem;
import io.lode.search.nightly.NightlySearch;
import io.lode.statistics.Median;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Sweep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Times one group on one thread: the fit of an ensemble of 8, and the search of one horizon. */
public final class SpeedBench {

  private SpeedBench() {}

  /**
   * One measurement.
   *
   * @param world the runs come from
   * @param runs of the group
   * @param points observations of each run
   * @param fitSeconds median wall clock of the fit
   * @param searchSeconds median wall clock of the search
   * @param repeats that the medians are of, after one that is not counted
   */
  public record Row(
      String world, int runs, int points, double fitSeconds, double searchSeconds, int repeats) {}

  /** Measures sweeps of several sizes. */
  public static List<Row> run(List<Integer> sizes, int repeats) {
    World world = Worlds.quadratic(Worlds.STANDARD);
    List<Row> rows = new ArrayList<>();
    for (int size : sizes) {
      SweepDraw draw = SweepDraw.of(world, size, 1);
      Sweep sweep =
          new Sweep(
              new GroupKey("m", "d", "o"),
              world.objective(),
              world.train(draw.schedules(), draw.names(), world.totalSteps(), 1));
      double[] fit = new double[repeats];
      double[] search = new double[repeats];
      for (int repeat = -1; repeat < repeats; repeat++) {
        long start = System.nanoTime();
        ModalForecaster ensemble = new ModalTrainer(ModalConfig.standard(1)).fit(sweep);
        long fitted = System.nanoTime();
        SweepOutcomes outcomes = SweepOutcomes.of(sweep, world.totalSteps());
        Panel panel = SearchPanel.of(ensemble, outcomes);
        NightlySearch.standard(SearchConfig.standard())
            .search(new SearchProblem(outcomes, panel, Optional.empty(), 3, 1));
        if (repeat >= 0) {
          fit[repeat] = (fitted - start) * 1e-9;
          search[repeat] = (System.nanoTime() - fitted) * 1e-9;
        }
      }
      rows.add(
          new Row(
              world.name(),
              size,
              sweep.runs().get(0).trajectory().length(),
              Median.of(fit),
              Median.of(search),
              repeats));
    }
    return rows;
  }
}
