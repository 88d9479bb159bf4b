package io.lode.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.jobs.OptionalProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes the README's pictures of a report that {@code lode demo} wrote: {@code
 * -Dreport.pages=lode-store/report -Dreport.pictures=docs/pictures}, both absolute.
 */
@EnabledIfSystemProperty(named = "report.pages", matches = ".+")
class ReportPicturesTest {

  private static final int LARGEST = 200_000;

  @TempDir private Path profile;

  @Test
  void ofTheReadme() throws IOException {
    Path pages = Path.of(System.getProperty("report.pages"));
    Path group;
    try (Stream<Path> all = Files.list(pages.resolve("groups"))) {
      group =
          all.filter(page -> page.getFileName().toString().startsWith("25M-c4-"))
              .filter(page -> page.toString().endsWith(".html"))
              .findFirst()
              .orElseThrow();
    }
    try (Chromium chromium = Chromium.start(OptionalProgram.CHROMIUM.require(), profile)) {
      chromium.appearance("light", "screen");
      chromium.window(1200, 1000, 1);
      chromium.open(group);
      chromium.evaluate("document.getElementById('horizon-1-0').scrollIntoView()");
      keep(chromium, "schedule");
      chromium.appearance("dark", "screen");
      chromium.open(group);
      chromium.evaluate("document.getElementById('held-out').scrollIntoView()");
      keep(chromium, "held-out-dark");
    }
  }

  private static void keep(Chromium chromium, String name) throws IOException {
    assertThat(chromium.errors()).isEmpty();
    byte[] picture = chromium.picture(false);
    assertThat(picture.length).isLessThan(LARGEST);
    Path folder = Files.createDirectories(Path.of(System.getProperty("report.pictures")));
    Files.write(folder.resolve("report-" + name + ".png"), picture);
  }
}
