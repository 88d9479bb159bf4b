package io.lode.jobs.conf.settings;

import io.lode.search.replan.ReplanConfig;

/**
 * Settings of {@code lode replan}; conf/lode.conf says what each means.
 *
 * @param config the library's own settings
 */
public record ReplanSettings(ReplanConfig config) {

  /** Reads the section {@code replan}. */
  public static ReplanSettings of(Settings settings) {
    return settings.read(
        "replan", config -> new ReplanSettings(RecordReader.read(config, ReplanConfig.class)));
  }
}
