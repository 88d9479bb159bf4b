package io.lode.jobs.ingest.format;

import io.lode.jobs.conf.source.NumberForm;
import io.lode.jobs.ingest.format.LogReader.Cell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The cells of a row that was read as text; columns may be added as they are met. */
public final class TextCells {

  private final List<String> columns = new ArrayList<>();
  private final Map<String, Integer> places = new HashMap<>();
  private Cell[] cells = new Cell[0];
  private double[] numbers = new double[0];
  private String[] texts = new String[0];
  private NumberForm numberForm = NumberForm.PLAIN;
  private boolean isPlain = true;

  /** Says how the numbers in text are written from now on. */
  public void read(NumberForm form) {
    numberForm = form;
    isPlain = form.equals(NumberForm.PLAIN);
  }

  /** The places that were filled since the row was emptied, in that order, each once. */
  private int[] filled = new int[0];

  private boolean[] isFilled = new boolean[0];
  private int filledCount;

  /** The place of a column, which is added where it is new. */
  public int place(String column) {
    Integer known = places.get(column);
    if (known != null) {
      return known;
    }
    int place = columns.size();
    columns.add(column);
    places.put(column, place);
    if (place >= cells.length) {
      int length = Math.max(16, 2 * place);
      cells = Arrays.copyOf(cells, length);
      numbers = Arrays.copyOf(numbers, length);
      texts = Arrays.copyOf(texts, length);
      filled = Arrays.copyOf(filled, length);
      isFilled = Arrays.copyOf(isFilled, length);
      Arrays.fill(cells, place, length, Cell.MISSING);
    }
    return place;
  }

  /** Empties all cells. */
  public void clear() {
    for (int i = 0; i < filledCount; i++) {
      cells[filled[i]] = Cell.MISSING;
      texts[filled[i]] = null;
      isFilled[filled[i]] = false;
    }
    filledCount = 0;
  }

  /** Whether a column is there, or may be added where so many may be. */
  public boolean hasPlace(String column, int most) {
    return columns.size() < most || places.containsKey(column);
  }

  /** How many places were filled since the row was emptied. */
  int filled() {
    return filledCount;
  }

  /** A place that was filled since the row was emptied. */
  int filled(int index) {
    return filled[index];
  }

  private void fill(int place) {
    if (!isFilled[place]) {
      isFilled[place] = true;
      filled[filledCount++] = place;
    }
  }

  /** Fills a cell with text, which may be a number; blank text is nothing. */
  public void set(int place, String text) {
    fill(place);
    String stripped = text.strip();
    texts[place] = stripped;
    if (stripped.isEmpty()) {
      cells[place] = Cell.MISSING;
      return;
    }
    String plain = isPlain ? stripped : numberForm.plain(stripped);
    Double number = plain == null ? null : Numbers.parse(plain);
    cells[place] = number == null ? Cell.TEXT : Cell.NUMBER;
    numbers[place] = number == null ? Double.NaN : number;
  }

  /** Fills a cell with a number. */
  public void set(int place, double number, String text) {
    fill(place);
    cells[place] = Cell.NUMBER;
    numbers[place] = number;
    texts[place] = text;
  }

  int width() {
    return columns.size();
  }

  String column(int place) {
    return columns.get(place);
  }

  List<String> columns() {
    return columns;
  }

  /** What a cell holds. */
  public Cell cell(int place) {
    return cells[place];
  }

  double number(int place) {
    return cells[place] == Cell.NUMBER ? numbers[place] : Double.NaN;
  }

  /** The text of a cell; null where it holds nothing. */
  public String text(int place) {
    return cells[place] == Cell.MISSING ? null : texts[place];
  }
}
