package io.lode.jobs.conf.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** conf/lode.conf is the documentation of the settings. */
class DocumentedSettingsTest {

  private static final Pattern KEY = Pattern.compile("\\s+([a-z0-9-]+) = .+");
  private static final String UNIT =
      "(?is).*\\b(counts?|ratio|fractions?|parts?|sixtieths|log|days|learning rate|rates?|standard"
          + " deviations|steps|whether|where|factors|weight|width|seconds|bytes|names?|uri)\\b.*";

  @Test
  void everySettingIsExplainedAboveItWithItsUnit() throws IOException {
    List<String> unexplained = new ArrayList<>();
    StringBuilder comment = new StringBuilder();
    int settings = 0;
    for (String line : Files.readAllLines(Path.of("../conf/lode.conf"))) {
      Matcher key = KEY.matcher(line);
      if (line.strip().startsWith("#")) {
        comment.append(line.strip().substring(1)).append('\n');
      } else if (line.isBlank()) {
        comment.setLength(0);
      } else if (key.matches()) {
        settings++;
        String text = comment.toString().strip();
        if (text.length() < 30 || !text.endsWith(".") || !text.matches(UNIT)) {
          unexplained.add(key.group(1) + ": '" + text + "'");
        }
      }
    }
    assertThat(unexplained).isEmpty();
    assertThat(settings).isEqualTo(settings(Settings.defaults()));
  }

  private static int settings(Settings settings) throws IOException {
    int count = 0;
    for (String line : Files.readAllLines(Path.of("../conf/lode.conf"))) {
      if (line.matches("[a-z-]+ \\{")) {
        count += settings.section(line.substring(0, line.length() - 2)).entrySet().size();
      }
    }
    return count;
  }
}
