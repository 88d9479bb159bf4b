package io.lode.jobs.ingest.format;

/**
 * What readers that fill one row of {@link TextCells} at a time have in common. A subclass moves to
 * the next row: it sets the row's position, its cells, and its defect where it has one.
 */
public abstract class CellRowReader implements LogReader {

  /** The cells of the current row. */
  protected final TextCells cells = new TextCells();

  /** Why the current row holds no values, or null. */
  protected RowDefect defect;

  /** The position of the current row; the first is 1. */
  protected long row;

  @Override
  public final RowDefect defect() {
    return defect;
  }

  @Override
  public final long row() {
    return row;
  }

  /** True, unless a subclass says otherwise. */
  @Override
  public boolean keepsRaw() {
    return true;
  }

  /** True, unless a subclass says otherwise. */
  @Override
  public boolean hasFixedColumns() {
    return true;
  }

  @Override
  public final int width() {
    return cells.width();
  }

  @Override
  public final int filled() {
    return cells.filled();
  }

  @Override
  public final int filled(int place) {
    return cells.filled(place);
  }

  @Override
  public final String column(int index) {
    return cells.column(index);
  }

  @Override
  public final Cell cell(int index) {
    return cells.cell(index);
  }

  @Override
  public final double number(int index) {
    return cells.number(index);
  }

  @Override
  public final String text(int index) {
    return cells.text(index);
  }
}
