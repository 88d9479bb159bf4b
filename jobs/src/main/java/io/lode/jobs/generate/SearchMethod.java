package io.lode.jobs.generate;

import io.lode.forecast.Forecaster;
import io.lode.jobs.UsageException;
import io.lode.jobs.conf.LatentSettings;
import io.lode.jobs.conf.TrainSettings;
import io.lode.jobs.store.Ensembles;
import io.lode.jobs.store.TaskDevice;
import io.lode.model.modal.ModalForecaster;
import io.lode.search.NightlySearch;
import io.lode.search.ScheduleSearch;
import io.lode.search.SearchConfig;
import io.lode.training.ForecasterKinds;
import io.lode.training.LatentConfig;
import io.lode.training.LatentTrainer;
import io.lode.trajectory.Sweep;
import java.io.Serializable;
import java.util.List;

/**
 * Which forecaster a search listens to, and which search listens.
 *
 * @param forecaster one of {@link ForecasterKinds#names}
 * @param search one of {@link #SEARCHES}
 * @param train settings of forecasters that are fitted for the search
 * @param latent settings of the papers' model, where it is used
 */
public record SearchMethod(
    String forecaster, String search, TrainSettings train, LatentSettings latent)
    implements Serializable {

  /** The searches that may publish. */
  public static final List<String> SEARCHES = List.of(NightlySearch.NAME, NightlySearch.LATENT);

  /**
   * Checks the names.
   *
   * @throws UsageException if one is not known
   */
  public SearchMethod {
    if (!ForecasterKinds.names().contains(forecaster)) {
      throw new UsageException(
          "forecaster must be one of "
              + String.join(", ", ForecasterKinds.names())
              + ", found '"
              + forecaster
              + "'");
    }
    if (!SEARCHES.contains(search)) {
      throw new UsageException(
          "search must be one of " + String.join(", ", SEARCHES) + ", found '" + search + "'");
    }
  }

  /** The forecaster of a group: from its ensemble, or fitted now where that does not hold it. */
  Forecaster forecaster(Sweep sweep, Ensembles.Stored ensemble, long seed) {
    return forecaster.equals(ModalForecaster.NAME)
        ? ensemble.modal()
        : ForecasterKinds.named(forecaster, train.config(seed), latent(seed)).fit().apply(sweep);
  }

  ScheduleSearch search(SearchConfig config, long seed) {
    return search.equals(NightlySearch.LATENT)
        ? NightlySearch.latent(config, sweep -> new LatentTrainer(latent(seed)).fit(sweep))
        : NightlySearch.standard(config);
  }

  private LatentConfig latent(long seed) {
    return latent.config(seed, TaskDevice.name());
  }
}
