package io.lode.jobs.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Plots as JSON that may stand inside a script element. */
final class PlotJson {

  /** What a screen can tell apart, and more. */
  private static final MathContext DIGITS = new MathContext(5);

  private static final MathContext STEP_DIGITS = new MathContext(9);

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private PlotJson() {}

  /**
   * One object by plot id. No text in it can end the script element it stands in, and no character
   * needs an encoding: everything outside ASCII, and {@code <}, {@code >} and {@code &}, is
   * escaped.
   */
  static String write(List<Plot> plots) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      for (Plot plot : plots) {
        json.writeFieldName(plot.id());
        write(json, plot);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // Outside of strings JSON has none of these.
    return text.toString().replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
  }

  private static void write(JsonGenerator json, Plot plot) throws IOException {
    json.writeStartObject();
    json.writeStringField("x", plot.xLabel());
    json.writeStringField("y", plot.yLabel());
    json.writeStringField("scale", plot.scale().name().toLowerCase(Locale.ROOT));
    if (plot.view() != null) {
      json.writeFieldName("view");
      write(json, plot.view(), DIGITS);
    }
    // Runs of a sweep mostly log at the same steps: those are written once.
    List<double[]> positions = new ArrayList<>();
    json.writeArrayFieldStart("curves");
    for (Curve curve : plot.curves()) {
      json.writeStartObject();
      json.writeStringField("label", curve.label());
      json.writeStringField("style", curve.style());
      json.writeNumberField("x", place(positions, curve.x()));
      json.writeFieldName("y");
      write(json, curve.y(), DIGITS);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("positions");
    for (double[] x : positions) {
      write(json, x, STEP_DIGITS);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("bands");
    for (Plot.Band band : plot.bands()) {
      json.writeArray(new int[] {band.upper(), band.lower()}, 0, 2);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static int place(List<double[]> positions, double[] x) {
    for (int i = 0; i < positions.size(); i++) {
      if (Arrays.equals(positions.get(i), x)) {
        return i;
      }
    }
    positions.add(x);
    return positions.size() - 1;
  }

  private static void write(JsonGenerator json, double[] values, MathContext digits)
      throws IOException {
    json.writeStartArray();
    for (double value : values) {
      if (Double.isFinite(value)) {
        json.writeNumber(number(value, digits));
      } else {
        json.writeNull();
      }
    }
    json.writeEndArray();
  }

  private static String number(double value, MathContext digits) {
    BigDecimal rounded = new BigDecimal(value).round(digits).stripTrailingZeros();
    String plain = rounded.toPlainString();
    String scientific = rounded.toString();
    return plain.length() <= scientific.length() + 2 ? plain : scientific;
  }
}
