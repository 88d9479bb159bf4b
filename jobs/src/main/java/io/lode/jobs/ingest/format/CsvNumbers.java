package io.lode.jobs.ingest.format;

import io.lode.jobs.conf.source.NumberForm;
import java.util.regex.Pattern;

/**
 * Tells how a CSV writes its numbers where the source does not say, by the cells of its first rows.
 * A file has one decimal sign: beside 0.1, the comma of 1,000 stands between thousands; 0,1 has a
 * decimal comma. Where cells contradict each other, or 1,000 is all there is, nothing is assumed.
 */
final class CsvNumbers {

  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9][0-9.,]*(?:[eE][+-]?[0-9]+)?");

  private boolean decimalComma;
  private boolean decimalPoint;
  private boolean commas;
  private boolean groupedPoints;

  private CsvNumbers() {}

  /** The form of the numbers in some text after the header. */
  static NumberForm tell(String text, char separator) {
    if (text.indexOf(separator == ',' ? '"' : ',') < 0) {
      return NumberForm.PLAIN;
    }
    CsvNumbers numbers = new CsvNumbers();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == separator || c == '\n')) {
        numbers.take(cell.toString().strip());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    return numbers.form();
  }

  private void take(String cell) {
    if (!NUMBER.matcher(cell).matches()) {
      return;
    }
    String digits = cell.replaceFirst("^[+-]", "").replaceFirst("[eE].*$", "");
    int comma = digits.lastIndexOf(',');
    int point = digits.lastIndexOf('.');
    if (comma >= 0 && point >= 0) {
      decimalComma |= comma > point;
      decimalPoint |= point > comma;
      groupedPoints |= comma > point;
      commas = true;
    } else if (comma >= 0) {
      commas = true;
      decimalComma |= !NumberForm.isGrouped(digits, ',');
    } else if (point >= 0) {
      boolean grouped = NumberForm.isGrouped(digits, '.');
      groupedPoints |= grouped;
      decimalPoint |= !grouped;
    }
  }

  private NumberForm form() {
    if (decimalComma && !decimalPoint) {
      return new NumberForm(',', groupedPoints ? '.' : null);
    }
    return decimalPoint && !decimalComma && commas ? new NumberForm('.', ',') : NumberForm.PLAIN;
  }
}
