package io.lode.jobs.group;

import io.lode.artifact.CodeVersion;
import io.lode.artifact.Digests;
import io.lode.artifact.EnsembleCard;
import io.lode.ensemble.ForecasterKinds;
import io.lode.forecast.Forecaster;
import io.lode.forecast.TrackRecord;
import io.lode.jobs.UsageException;
import io.lode.jobs.conf.settings.LatentSettings;
import io.lode.jobs.conf.settings.TrainSettings;
import io.lode.jobs.spark.TaskDevice;
import io.lode.jobs.store.artifacts.Artifacts;
import io.lode.jobs.store.artifacts.Ensembles;
import io.lode.jobs.store.artifacts.LatentCheckpoints;
import io.lode.jobs.store.artifacts.LatentEnsembles;
import io.lode.model.latent.LatentForecaster;
import io.lode.model.latent.LatentTrainer;
import io.lode.model.modal.ModalForecaster;
import io.lode.search.ScheduleSearch;
import io.lode.search.SearchConfig;
import io.lode.search.nightly.NightlySearch;
import io.lode.search.nightly.ProvidedSearches;
import io.lode.trajectory.Sweep;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Which forecaster a search listens to, and which search listens.
 *
 * @param forecaster {@link #CHOSEN} or one of {@link ForecasterKinds#names}
 * @param search one of {@link ProvidedSearches#names}
 * @param train settings of forecasters that are fitted for the search
 * @param latent settings of the papers' model, where it is used
 */
public record SearchMethod(
    String forecaster, String search, TrainSettings train, LatentSettings latent)
    implements Serializable {

  /** What the group's held-out runs chose when its ensemble was fitted. */
  public static final String CHOSEN = "chosen";

  private static final int ID_DIGITS = 16;

  /**
   * Checks the names. Jars on the class path are asked only for other names than the defaults.
   *
   * @throws UsageException if a name is not known, or what a jar provides cannot be used
   */
  public SearchMethod {
    if (!forecaster.equals(CHOSEN)) {
      check("forecaster", CHOSEN + ", ", ForecasterKinds::names, forecaster);
    }
    if (!search.equals(NightlySearch.NAME)) {
      check("search", "", ProvidedSearches::names, search);
    }
  }

  private static void check(String what, String first, Supplier<List<String>> names, String found) {
    List<String> known;
    try {
      known = names.get();
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), e);
    }
    if (!known.contains(found)) {
      throw new UsageException(
          what + " must be one of " + first + String.join(", ", known) + ", found '" + found + "'");
    }
  }

  /**
   * The forecaster of a group: from its ensemble, or fitted now where that does not hold it. The
   * papers' model is kept in the store once it is fitted.
   */
  public Forecaster forecaster(
      Sweep sweep, Ensembles.Stored ensemble, Artifacts artifacts, long seed) {
    return switch (forecaster) {
      case CHOSEN -> ensemble.forecaster();
      case ModalForecaster.NAME -> ensemble.modal();
      case LatentForecaster.NAME -> latent(sweep, ensemble.card(), artifacts, seed);
      default ->
          ForecasterKinds.named(forecaster, train.fits(seed), latent.config(seed, "cpu"))
              .fit()
              .apply(sweep);
    };
  }

  /** What held-out runs said of the forecaster; only those of the ensemble's own were asked. */
  public TrackRecord trackRecord(Ensembles.Stored ensemble) {
    return forecaster.equals(CHOSEN) ? ensemble.trackRecord() : TrackRecord.UNKNOWN;
  }

  /** Whether a task may fit on a GPU. */
  public boolean fitsOnGpu() {
    return forecaster.equals(LatentForecaster.NAME) || search.equals(NightlySearch.LATENT);
  }

  ScheduleSearch search(SearchConfig config, EnsembleCard card, Artifacts artifacts, long seed) {
    return switch (search) {
      case NightlySearch.NAME -> NightlySearch.standard(config);
      case NightlySearch.LATENT ->
          NightlySearch.latent(config, sweep -> latent(sweep, card, artifacts, seed));
      default -> ProvidedSearches.named(search, config);
    };
  }

  private LatentForecaster latent(Sweep sweep, EnsembleCard modal, Artifacts artifacts, long seed) {
    String content =
        String.join(
            "\n",
            modal.fingerprint(),
            sweep.objective().toString(),
            latent.toString(),
            String.valueOf(seed),
            CodeVersion.current());
    String id =
        LatentForecaster.NAME
            + "-"
            + Digests.sha256(content.getBytes(StandardCharsets.UTF_8)).substring(0, ID_DIGITS);
    LatentEnsembles kept = new LatentEnsembles(artifacts);
    return kept.read(sweep.group(), id, sweep.objective().transform())
        .orElseGet(
            () -> {
              long start = System.nanoTime();
              LatentCheckpoints checkpoints =
                  new LatentCheckpoints(artifacts.files(), sweep.group(), id);
              checkpoints.mend();
              LatentForecaster fitted =
                  new LatentTrainer(latent.config(seed, TaskDevice.name())).fit(sweep, checkpoints);
              double seconds = (System.nanoTime() - start) * 1e-9;
              kept.publish(sweep.group(), card(id, modal, fitted, seed, seconds), fitted);
              checkpoints.delete();
              return fitted;
            });
  }

  private EnsembleCard card(
      String id, EnsembleCard modal, LatentForecaster fitted, long seed, double seconds) {
    return new EnsembleCard(
        EnsembleCard.FORMAT,
        id,
        modal.model(),
        modal.dataset(),
        modal.optimizer(),
        modal.fingerprint(),
        modal.snapshot(),
        modal.runs(),
        fitted.ensemble().members(),
        LatentForecaster.NAME,
        Map.of(),
        List.of(),
        null,
        null,
        null,
        Map.of(),
        Map.of("settings", latent.toString(), "assigned device", TaskDevice.name()),
        seed,
        CodeVersion.current(),
        Instant.now().toString(),
        seconds);
  }
}
