package io.lode.jobs.cli;

import io.lode.forecast.Horizon;
import io.lode.jobs.UsageException;
import io.lode.jobs.conf.settings.SearchSettings;
import io.lode.jobs.conf.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The option {@code --horizon} of commands that search. */
@Command
public final class HorizonOption {

  @Option(
      names = "--horizon",
      split = ",",
      paramLabel = "FRACTION",
      description = "parts of training (default: search.horizons)")
  private List<String> values;

  /**
   * The horizons asked for, or those of the settings where none is named.
   *
   * @throws UsageException if one is not a fraction over 0 and at most 1
   */
  public List<Horizon> horizons(Settings settings) {
    return values == null || values.isEmpty()
        ? SearchSettings.of(settings).horizons()
        : parsed(values);
  }

  /**
   * Fractions as horizons, each once and increasing.
   *
   * @throws UsageException if one is not a fraction over 0 and at most 1
   */
  static List<Horizon> parsed(List<String> values) {
    List<Horizon> horizons = new ArrayList<>();
    for (String value : values) {
      try {
        horizons.add(new Horizon(Double.parseDouble(value.strip())));
      } catch (IllegalArgumentException e) {
        throw new UsageException(
            "--horizon takes fractions over 0 and at most 1, found '" + value + "'", e);
      }
    }
    return horizons.stream().distinct().sorted().toList();
  }
}
