package io.lode.jobs.ingest;

/** Why a row cannot become an observation. */
final class RowDefect extends Exception {

  private static final long serialVersionUID = 1L;

  private final String reason;

  /**
   * Names the defect.
   *
   * @param reason one of few, to count by
   * @param detail what was found and what was expected
   */
  RowDefect(String reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }

  String detail() {
    return getMessage();
  }
}
