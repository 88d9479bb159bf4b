package io.lode.jobs.ingest.format;

/** Why a row cannot become an observation. */
public final class RowDefect extends Exception {

  private static final long serialVersionUID = 1L;

  private final String reason;

  /**
   * Names the defect.
   *
   * @param reason one of few, to count by
   * @param detail what was found and what was expected
   */
  public RowDefect(String reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
  }

  /** The kind of the defect, one of few, to count by. */
  public String reason() {
    return reason;
  }

  /** What was found in the row and what was expected. */
  public String detail() {
    return getMessage();
  }
}
