package io.lode.jobs.cli.options;

import io.lode.forecast.Horizon;
import io.lode.jobs.UsageException;
import io.lode.jobs.conf.settings.SearchSettings;
import io.lode.jobs.conf.settings.Settings;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The option {@code --horizon} of commands that search. */
@Command
public final class HorizonOption {

  /** Ten percent, as {@code 10%} or {@code 10}. */
  private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,9})?)\\s*%?");

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
  public static List<Horizon> parsed(List<String> values) {
    List<Horizon> horizons = new ArrayList<>();
    for (String value : values) {
      try {
        horizons.add(new Horizon(Double.parseDouble(value.strip())));
      } catch (IllegalArgumentException e) {
        throw new UsageException(
            "--horizon takes fractions over 0 and at most 1, found '"
                + value
                + "'"
                + asFraction(value),
            e);
      }
    }
    return horizons.stream().distinct().sorted().toList();
  }

  /** What to write where somebody wrote percents. */
  private static String asFraction(String value) {
    Matcher percent = PERCENT.matcher(value.strip());
    if (!percent.matches()) {
      return "";
    }
    BigDecimal fraction = new BigDecimal(percent.group(1)).movePointLeft(2).stripTrailingZeros();
    boolean known = fraction.signum() > 0 && fraction.compareTo(BigDecimal.ONE) <= 0;
    return known ? "; for " + percent.group(1) + "% write " + fraction.toPlainString() : "";
  }
}
