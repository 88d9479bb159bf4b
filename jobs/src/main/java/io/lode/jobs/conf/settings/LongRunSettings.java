package io.lode.jobs.conf.settings;

import io.lode.longrun.LongRunConfig;
import io.lode.longrun.LongRunPlanner;
import io.lode.longrun.LongRunTrainer;
import io.lode.longrun.extend.ExtensionPlanner;
import io.lode.model.modal.ModalConfig;
import io.lode.search.replan.ReplanConfig;
import io.lode.search.replan.RestSearch;
import java.io.Serializable;

/**
 * Settings of forecasts and plans beyond the runs; conf/lode.conf says what each means.
 *
 * @param config of the section {@code long-runs}
 * @param modal settings of the modal model's fit, with seed 0
 * @param rest of the section {@code replan}: how the rest of a run is searched
 */
public record LongRunSettings(LongRunConfig config, ModalConfig modal, ReplanConfig rest)
    implements Serializable {

  /** Reads the sections {@code long-runs}, {@code train} and {@code replan}. */
  public static LongRunSettings of(Settings settings) {
    return new LongRunSettings(
        settings.read("long-runs", config -> RecordReader.read(config, LongRunConfig.class)),
        TrainSettings.of(settings).config(0),
        ReplanSettings.of(settings).config());
  }

  /** What fits forecasters. */
  public LongRunTrainer trainer(long seed) {
    return new LongRunTrainer(modal.seeded(seed), config);
  }

  /** What plans. */
  public LongRunPlanner planner() {
    return new LongRunPlanner(config);
  }

  /** What plans how a training goes on beyond its end. */
  public ExtensionPlanner extensionPlanner(long seed) {
    return new ExtensionPlanner(
        config.surely(), new RestSearch(rest.shifts(), rest.radius(), rest.pessimism(), seed));
  }
}
