package io.lode.jobs.conf.settings;

import io.lode.forecast.Horizon;
import io.lode.search.SearchConfig;
import java.util.List;

/**
 * Settings of {@code lode generate} and {@code lode propose}; conf/lode.conf says what each means.
 *
 * @param horizons asked for where the command line names none
 * @param search the library's own settings
 */
public record SearchSettings(List<Horizon> horizons, SearchConfig search) {

  /** Reads the section {@code search}. */
  public static SearchSettings of(Settings settings) {
    return settings.read(
        "search",
        config ->
            new SearchSettings(
                config.getDoubleList("horizons").stream().map(Horizon::new).toList(),
                RecordReader.read(config, SearchConfig.class)));
  }
}
