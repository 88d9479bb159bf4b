package io.lode.lab.bench;

import io.lode.ensemble.ForecasterKinds;
import io.lode.ensemble.HeldOutEnds;
import io.lode.forecast.FittingMethod;
import io.lode.forecast.SweepOutcomes;
import io.lode.forecast.TrackRecord;
import io.lode.jobs.conf.settings.TrainSettings;
import io.lode.lab.search.Searches;
import io.lode.model.latent.LatentConfig;
import io.lode.model.latent.LatentTrainer;
import io.lode.model.modal.ModalForecaster;
import io.lode.search.ScheduleSearch;
import io.lode.search.SearchConfig;
import io.lode.search.evidence.SeedEffects;
import io.lode.search.nightly.NightlySearch;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.SweepLearning;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The forecasters and searches that regret is measured of, by name.
 *
 * @param search settings of every search
 * @param train settings of every forecaster that is fitted to a sweep
 * @param latent fit of the papers' model, where it forecasts or its search is measured
 * @param prior what the product's forecaster is shrunk to where a sweep has few runs; empty for
 *     nothing
 */
public record RegretMethods(
    SearchConfig search, TrainSettings train, LatentConfig latent, Optional<FewRunPrior> prior) {

  /** Without a prior. */
  public RegretMethods(SearchConfig search, TrainSettings train, LatentConfig latent) {
    this(search, train, latent, Optional.empty());
  }

  /** The same, the product's forecaster shrunk to a prior where a sweep has few runs. */
  public RegretMethods under(FewRunPrior other) {
    return new RegretMethods(search, train, latent, Optional.of(other));
  }

  /** The searches by name, the product's own first. */
  Map<String, ScheduleSearch> searches() {
    Map<String, ScheduleSearch> byName = new LinkedHashMap<>();
    Searches.all(search).forEach(strategy -> byName.put(strategy.name(), strategy));
    ScheduleSearch ofPapers =
        NightlySearch.latent(search, sweep -> new LatentTrainer(latent).fit(sweep));
    byName.put(ofPapers.name(), ofPapers);
    return byName;
  }

  /**
   * What held-out runs of a sweep say of its forecaster, as {@code lode train} finds it out; {@link
   * TrackRecord#UNKNOWN} for other forecasters than the product's.
   */
  TrackRecord trackRecord(String forecaster, Sweep sweep, long seed) {
    return forecaster.equals(ModalForecaster.NAME) && train.heldOut()
        ? HeldOutEnds.ofModal(sweep, train.fits(seed)).trackRecord(SweepLearning.of(sweep))
        : TrackRecord.UNKNOWN;
  }

  /** The outcomes of a sweep with the luck of seeds taken off, as {@code lode generate} does. */
  SweepOutcomes withoutSeedLuck(SweepOutcomes outcomes) {
    return new SeedEffects(outcomes, search.evidence()).takenOff();
  }

  /**
   * How a night's forecaster is fitted.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  FittingMethod fitting(String forecaster, long seed) {
    FittingMethod alone = ForecasterKinds.named(forecaster, train.fits(seed), latent);
    return prior.isPresent() && forecaster.equals(ModalForecaster.NAME)
        ? prior.get().around(alone, seed)
        : alone;
  }
}
