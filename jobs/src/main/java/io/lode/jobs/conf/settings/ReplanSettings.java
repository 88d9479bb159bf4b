package io.lode.jobs.conf.settings;

import io.lode.model.modal.PaceConfig;
import io.lode.search.replan.ReplanConfig;
import java.io.Serializable;

/**
 * Settings of {@code lode replan}; conf/lode.conf says what each means.
 *
 * @param config when and how far a schedule is revised
 * @param pace how the pace of a run in flight is estimated
 */
public record ReplanSettings(ReplanConfig config, PaceConfig pace) implements Serializable {

  /** Reads the section {@code replan}. */
  public static ReplanSettings of(Settings settings) {
    return settings.read("replan", config -> RecordReader.read(config, ReplanSettings.class));
  }
}
