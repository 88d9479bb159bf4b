package io.lode.jobs.conf.settings;

import io.lode.longrun.LongRunConfig;
import io.lode.longrun.LongRunPlanner;
import io.lode.longrun.LongRunTrainer;
import io.lode.model.modal.ModalConfig;
import java.io.Serializable;

/**
 * Settings of forecasts and plans beyond the runs; conf/lode.conf says what each means.
 *
 * @param config of the section {@code long-runs}
 * @param modal settings of the modal model's fit, with seed 0
 */
public record LongRunSettings(LongRunConfig config, ModalConfig modal) implements Serializable {

  /** Reads the sections {@code long-runs} and {@code train}. */
  public static LongRunSettings of(Settings settings) {
    return new LongRunSettings(
        settings.read("long-runs", config -> RecordReader.read(config, LongRunConfig.class)),
        TrainSettings.of(settings).config(0));
  }

  /** What fits forecasters. */
  public LongRunTrainer trainer(long seed) {
    return new LongRunTrainer(modal.seeded(seed), config);
  }

  /** What plans. */
  public LongRunPlanner planner() {
    return new LongRunPlanner(config);
  }
}
