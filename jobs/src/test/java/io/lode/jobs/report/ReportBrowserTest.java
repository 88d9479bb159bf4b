package io.lode.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lode.forecast.Horizon;
import io.lode.jobs.OptionalProgram;
import io.lode.model.modal.ModalForecaster;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Sweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pages as a browser shows them. Without a Chromium these are skipped, with {@code
 * LODE_REQUIRE_CHROMIUM=1} they fail then.
 *
 * <p>{@code -Dreport.pictures=FOLDER} keeps pictures of the pages, to be looked at when they
 * change; {@code -Dreport.groups=200 -Dreport.versions=400} sets the size of the large index.
 */
class ReportBrowserTest {

  private static final String HOSTILE = "</script><script>alert(1)//\u2028\"'&<b>`{{x}}";
  private static final int GROUPS = Integer.getInteger("report.groups", 3);
  private static final int VERSIONS = Integer.getInteger("report.versions", 4);

  @TempDir private static Path folder;

  private static Chromium chromium;
  private static Path plain;
  private static Path hostile;

  @BeforeAll
  static void writePages() throws IOException {
    String program = OptionalProgram.CHROMIUM.require();
    ExampleStore store = new ExampleStore(folder.resolve("store"), folder.resolve("pages"));
    plain =
        page(
            store,
            new GroupKey("resnet18", "fashion-mnist", "adam"),
            "",
            "better than the best run by two standard errors of six repeats");
    hostile = page(store, new GroupKey(HOSTILE, "../..", "/*<!--"), HOSTILE, HOSTILE);
    store.index();
    chromium = Chromium.start(program, folder.resolve("profile"));
  }

  private static Path page(ExampleStore store, GroupKey group, String prefix, String reason) {
    Sweep sweep = ExampleStore.sweep(group, 14, prefix);
    ModalForecaster modal = store.fit(sweep);
    store.publish(sweep, modal, new Horizon(0.5), 3, reason);
    store.publish(sweep, modal, new Horizon(1), 12, reason);
    return folder.resolve("pages").resolve(store.page(sweep, true).page());
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
    }
  }

  private static void open(Path page, int width, String scheme) {
    chromium.window(width, 900, 1);
    chromium.appearance(scheme, "screen");
    chromium.open(page);
  }

  private static void keep(String name, boolean wholePage) throws IOException {
    String pictures = System.getProperty("report.pictures");
    if (pictures != null) {
      Files.createDirectories(Path.of(pictures));
      Files.write(Path.of(pictures, name + ".png"), chromium.picture(wholePage));
    }
  }

  /** Figures whose canvas holds many pixels of several colours. */
  private static JsonNode drawn() {
    return chromium.evaluate(
        """
        (() => {
          const figures = [...document.querySelectorAll("figure[data-plot]")];
          const drawn = figures.filter((figure) => {
            const canvas = figure.querySelector("canvas");
            const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
            const colours = new Map();
            for (let i = 0; i < data.length; i += 4) {
              if (data[i + 3] > 0) {
                const colour = data[i] + "," + data[i + 1] + "," + data[i + 2];
                colours.set(colour, (colours.get(colour) || 0) + 1);
              }
            }
            return [...colours.values()].filter((count) => count > 30).length >= 3;
          });
          return { figures: figures.length, drawn: drawn.length };
        })()
        """);
  }

  private static void assertGood(int figures) {
    assertThat(chromium.errors()).isEmpty();
    assertThat(chromium.requests())
        .allMatch(url -> url.startsWith("file:") || url.startsWith("data:"));
    assertThat(chromium.requests().stream().filter(url -> url.startsWith("file:"))).hasSize(1);
    JsonNode drawn = drawn();
    assertThat(drawn.get("figures").asInt()).isEqualTo(figures);
    assertThat(drawn.get("drawn").asInt()).isEqualTo(figures);
    assertThat(
            chromium
                .evaluate(
                    "document.documentElement.scrollWidth - document.documentElement.clientWidth")
                .asInt())
        .isZero();
  }

  @Test
  void everyPlotIsDrawnInLightAndDarkAndOnAPhone() throws IOException {
    open(plain, 1280, "light");
    assertGood(13);
    keep("group-light", true);
    open(plain, 1280, "dark");
    assertGood(13);
    keep("group-dark", true);
    open(plain, 390, "light");
    assertGood(13);
    keep("group-phone", true);
    keep("group-phone-top", false);
  }

  @Test
  void paperIsWhiteAlsoWhereTheScreenIsDark() throws IOException {
    open(plain, 900, "dark");
    chromium.appearance("dark", "print");
    chromium.evaluate("window.dispatchEvent(new Event('beforeprint'))");
    assertThat(chromium.evaluate("getComputedStyle(document.body).backgroundColor").asText())
        .isEqualTo("rgb(255, 255, 255)");
    assertThat(
            chromium
                .evaluate("[...document.querySelectorAll('details')].every((d) => d.open)")
                .asBoolean())
        .isTrue();
    keep("group-print", true);
    assertGood(13);
  }

  @Test
  void namesOfLogsAreTextAndNothingElse() throws IOException {
    open(hostile, 1280, "light");
    assertGood(13);
    assertThat(chromium.evaluate("document.querySelector('h1').textContent").asText())
        .contains(HOSTILE)
        .contains("../..")
        .contains("/*<!--");
    assertThat(chromium.evaluate("document.querySelectorAll('b').length").asInt())
        .as("bold elements, the template's own")
        .isEqualTo(1);
    assertThat(hostile.getFileName().toString()).matches("[A-Za-z0-9_-]+\\.html");
    open(folder.resolve("pages/index.html"), 1280, "light");
    assertGood(0);
    assertThat(chromium.evaluate("document.querySelectorAll('#groups tbody').length").asInt())
        .isEqualTo(2);
    String link =
        chromium
            .evaluate(
                "[...document.querySelectorAll('#groups a')].find((a) => a.textContent.includes('alert')).href")
            .asText();
    assertThat(link).isEqualTo(hostile.toUri().toString());
  }

  @Test
  void dragsZoomValuesAreReadAndAxesBecomeLogarithms() {
    open(plain, 1280, "light");
    String figure = "document.querySelector('figure[data-plot=sweep-objective]')";
    chromium.evaluate(figure + ".scrollIntoView()");
    JsonNode box =
        chromium.evaluate(
            "(() => { const r = "
                + figure
                + ".querySelector('.u-over').getBoundingClientRect();"
                + " return {x: r.x, y: r.y, w: r.width, h: r.height}; })()");
    double x = box.get("x").asDouble();
    double y = box.get("y").asDouble();
    double w = box.get("w").asDouble();
    double h = box.get("h").asDouble();
    chromium.mouse("mouseMoved", x + 0.5 * w, y + 0.5 * h, false);
    assertThat(chromium.evaluate(figure + ".querySelector('.readout').textContent").asText())
        .matches("step [0-9.,]+: .*[0-9.]+.*");
    chromium.mouse("mousePressed", x + 0.4 * w, y + 0.3 * h, true);
    chromium.mouse("mouseMoved", x + 0.6 * w, y + 0.6 * h, true);
    chromium.mouse("mouseReleased", x + 0.6 * w, y + 0.6 * h, true);
    chromium.evaluate("new Promise((done) => setTimeout(done, 100))");
    double shown = span(figure);
    double whole =
        chromium
            .evaluate(
                "Math.max(...JSON.parse(document.getElementById('plots').textContent)['sweep-objective'].positions[0])")
            .asDouble();
    assertThat(shown).isBetween(0.1 * whole, 0.3 * whole);
    chromium.evaluate(
        "[..."
            + figure
            + ".querySelectorAll('button')].find((b) => b.textContent === 'reset zoom').click()");
    assertThat(span(figure)).isGreaterThan(0.9 * whole);
    chromium.evaluate(figure + ".querySelectorAll('button').forEach((b) => b.click())");
    assertThat(chromium.errors()).isEmpty();
    assertThat(drawn().get("drawn").asInt()).isEqualTo(13);
  }

  /** Steps between the first and the last that a plot shows. */
  private static double span(String figure) {
    return chromium
        .evaluate(figure + ".lodeScale().max - " + figure + ".lodeScale().min")
        .asDouble();
  }

  @Test
  void anIndexOfManyNightsIsSmallAndOpensAtOnce() throws IOException {
    ExampleStore store = new ExampleStore(folder.resolve("large"), folder.resolve("large-pages"));
    Sweep first = ExampleStore.sweep(new GroupKey("model", "data", "sgd"), 10, "");
    ModalForecaster modal = store.fit(first);
    for (double horizon : new double[] {0.1, 0.5, 1}) {
      store.publish(
          first, modal, new Horizon(horizon), VERSIONS, "better by the noise of two repeats");
    }
    String page = store.page(first, false).page();
    store.repeat(page, GROUPS);
    int bytes = store.index();
    chromium.window(1280, 900, 1);
    chromium.appearance("light", "screen");
    double seconds = chromium.open(folder.resolve("large-pages/index.html"));
    assertThat(chromium.errors()).isEmpty();
    assertThat(chromium.evaluate("document.querySelectorAll('#groups tbody').length").asInt())
        .isEqualTo(GROUPS);
    System.out.printf(
        "index of %d groups of 3 horizons and %d versions: %d bytes, opened in %.2f s%n",
        GROUPS, VERSIONS, bytes, seconds);
    assertThat(bytes).isLessThan(2_000_000);
    keep("index-light", false);
    chromium.evaluate(
        "(() => { const f = document.getElementById('filter'); f.value = 'MODEL-001'; f.dispatchEvent(new Event('input')); })()");
    assertThat(
            chromium
                .evaluate("document.querySelectorAll('#groups tbody:not([hidden])').length")
                .asInt())
        .isEqualTo(1);
  }
}
