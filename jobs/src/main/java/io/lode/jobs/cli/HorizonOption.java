package io.lode.jobs.cli;

import io.lode.forecast.Horizon;
import io.lode.jobs.UsageException;
import io.lode.jobs.conf.settings.SearchSettings;
import io.lode.jobs.pipeline.JobContext;
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

  /** The values as given, null where not given. */
  public List<String> values() {
    return values;
  }

  /**
   * The horizons asked for, or those of the settings.
   *
   * @param values as given, or null where not given
   * @throws UsageException if one is not a fraction over 0 and at most 1
   */
  static List<Horizon> horizons(List<String> values, JobContext context) {
    if (values == null || values.isEmpty()) {
      return SearchSettings.of(context.settings()).horizons();
    }
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
