package io.lode.jobs.group;

import io.lode.ensemble.SearchPanel;
import io.lode.forecast.Forecaster;
import io.lode.forecast.Horizon;
import io.lode.forecast.Panel;
import io.lode.forecast.SweepOutcomes;
import io.lode.jobs.store.artifacts.Artifacts;
import io.lode.jobs.store.artifacts.Ensembles;
import io.lode.search.Night;
import io.lode.search.SearchConfig;
import io.lode.search.SearchProblem;
import io.lode.search.SearchState;
import io.lode.trajectory.Sweep;
import java.util.Optional;

/**
 * One night's search of a group at a horizon, with what its artifacts are built from.
 *
 * @param night what the search answered
 * @param builder of artifacts
 */
record GroupSearch(Night night, ArtifactBuilder builder) {

  /**
   * Searches.
   *
   * @throws IllegalArgumentException if no run reached the horizon
   */
  static GroupSearch run(
      Sweep sweep,
      Ensembles.Stored ensemble,
      Horizon horizon,
      Artifacts artifacts,
      SearchMethod method,
      SearchConfig config,
      Optional<SearchState> state,
      int proposals,
      long seed,
      String created) {
    SweepOutcomes outcomes = SweepOutcomes.of(sweep, horizon.step(sweep.totalSteps()));
    Forecaster forecaster = method.forecaster(sweep, ensemble, artifacts, seed);
    Panel panel = SearchPanel.of(forecaster, outcomes);
    Night night =
        method
            .search(config, ensemble.card(), artifacts, seed)
            .search(new SearchProblem(outcomes, panel, state, proposals, seed));
    return new GroupSearch(
        night, new ArtifactBuilder(ensemble, forecaster, outcomes, panel, horizon, seed, created));
  }
}
