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

  public String reason() {
    return reason;
  }

  public String detail() {
    return getMessage();
  }
}
