package io.lode.jobs.report;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Fills the templates; a page holds its styles and scripts itself. */
public final class Pages {

  /** The version that the parent's pom names; the folder of another one does not exist. */
  private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/";

  private Pages() {}

  /** What every page holds beside its content. */
  record Assets(String style, String script, String library, String libraryStyle, String licence) {

    private static Assets read() {
      return new Assets(
          text("report.css"),
          text("report.js"),
          text(UPLOT + "dist/uPlot.iife.min.js"),
          text(UPLOT + "dist/uPlot.min.css"),
          text(UPLOT + "LICENSE"));
    }
  }

  /** A page's content with what every page holds. */
  private record Page(Assets assets, Object page) {}

  /**
   * Fills a template.
   *
   * @param template its file below this package's resources
   * @param content whose accessors the template names; every text is escaped
   */
  public static byte[] render(String template, Object content) {
    Template compiled =
        Mustache.compiler()
            .escapeHTML(true)
            .nullValue("")
            .zeroIsFalse(true)
            .compile(text(template));
    return compiled.execute(new Page(Assets.read(), content)).getBytes(StandardCharsets.UTF_8);
  }

  private static String text(String file) {
    try (InputStream stream = open(file)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String file) {
    InputStream stream = Pages.class.getResourceAsStream(file);
    if (stream == null) {
      throw new IllegalStateException("the jar holds no " + file);
    }
    return stream;
  }
}
