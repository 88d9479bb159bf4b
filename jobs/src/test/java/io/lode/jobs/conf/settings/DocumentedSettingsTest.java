package io.lode.jobs.conf.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** conf/lode.conf is the documentation of the settings. */
class DocumentedSettingsTest {

  private static final Path FILE = Path.of("../conf/lode.conf");
  private static final Path RECORDS = Path.of("src/main/java/io/lode/jobs/conf/settings");
  private static final Pattern SECTION = Pattern.compile("([a-z-]+) \\{");
  private static final Pattern KEY = Pattern.compile("\\s+([a-z0-9-]+) = .+");

  /** Every unit that a setting may have. A sentence of the comment has to begin with one. */
  private static final List<String> UNITS =
      List.of(
          "Bytes",
          "Count",
          "Counts",
          "Days",
          "Fraction",
          "Learning rate",
          "List of fractions",
          "List of log widths",
          "List of names",
          "List of parts",
          "Lists of exponents",
          "Lists of fractions",
          "Log learning rate",
          "Log learning rates",
          "Log loss",
          "Log paces",
          "Log weight",
          "Name of a device",
          "Natural logarithms",
          "Noises",
          "Part of the horizon",
          "Part of the radius",
          "Part of training",
          "Ratio",
          "Ratios",
          "Seconds",
          "Sixtieths of the horizon",
          "Standard deviations",
          "Whether");

  private static final Pattern UNIT =
      Pattern.compile("(?s)(^|.*[.:] )(" + String.join("|", UNITS) + ")\\b.*");

  @Test
  void everySettingIsExplainedAboveItWithItsUnit() throws IOException {
    Map<String, String> comments = comments(Files.readAllLines(FILE));
    assertThat(withoutUnit(comments)).isEmpty();
    List<String> known = new ArrayList<>();
    for (String section : sections()) {
      Settings.defaults()
          .section(section)
          .entrySet()
          .forEach(setting -> known.add(section + "." + setting.getKey()));
    }
    assertThat(comments.keySet()).containsExactlyInAnyOrderElementsOf(known);
  }

  @Test
  void commentThatNamesNoUnitIsFound() {
    List<String> lines =
        List.of(
            "a {",
            "  # Parts of what is kept, where a factor of the weight applies.",
            "  x = 1",
            "",
            "  # How long a file stays. Days, at least 1.",
            "  y = 1",
            "",
            "  z = 2",
            "}");
    assertThat(withoutUnit(comments(lines))).containsExactly("a.x", "a.z");
  }

  @Test
  void everySettingIsReadByASettingsRecord() throws IOException {
    String code;
    try (Stream<Path> files = Files.list(RECORDS)) {
      code = files.sorted().map(DocumentedSettingsTest::text).collect(Collectors.joining());
    }
    // SearchSettingsTest and TrainSettingsTest hold these to the components of their records.
    Set<String> byComponent =
        Set.of(
            "search",
            "replan",
            "train",
            "law",
            "residual",
            "curves",
            "latent",
            "long-runs",
            "hyperparameters",
            "prior");
    Set<String> settings = comments(Files.readAllLines(FILE)).keySet();
    assertThat(settings).hasSizeGreaterThan(20);
    assertThat(settings)
        .filteredOn(setting -> !byComponent.contains(setting.replaceFirst("\\..*", "")))
        .isNotEmpty()
        .allSatisfy(
            setting ->
                assertThat(code)
                    .as(setting)
                    .contains("\"" + setting.substring(setting.indexOf('.') + 1) + "\""));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> sections() throws IOException {
    return Files.readAllLines(FILE).stream()
        .map(SECTION::matcher)
        .filter(Matcher::matches)
        .map(section -> section.group(1))
        .toList();
  }

  private static List<String> withoutUnit(Map<String, String> comments) {
    return comments.entrySet().stream()
        .filter(
            setting ->
                !setting.getValue().endsWith(".") || !UNIT.matcher(setting.getValue()).matches())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The comment above each setting, on one line, by section and key; empty where there is none. */
  private static Map<String, String> comments(List<String> lines) {
    Map<String, String> comments = new TreeMap<>();
    StringBuilder comment = new StringBuilder();
    String section = "";
    for (String line : lines) {
      Matcher start = SECTION.matcher(line);
      Matcher key = KEY.matcher(line);
      if (start.matches()) {
        section = start.group(1);
      } else if (line.strip().startsWith("#")) {
        comment.append(line.strip().substring(1).strip()).append(' ');
      } else if (line.isBlank()) {
        comment.setLength(0);
      } else if (key.matches()) {
        comments.put(section + "." + key.group(1), comment.toString().strip());
      }
    }
    return comments;
  }
}
