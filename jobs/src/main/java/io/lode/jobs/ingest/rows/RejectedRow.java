package io.lode.jobs.ingest.rows;

/**
 * A row that is no observation.
 *
 * @param groupPath the group it would belong to, empty where unknown
 * @param file where it is
 * @param row the line it starts on, or its position
 * @param reason one of few, to count by
 * @param detail what was found and what was expected
 * @param raw its text, cut at 20,000 characters; never null
 */
public record RejectedRow(
    String groupPath, String file, long row, String reason, String detail, String raw)
    implements Piece {

  /** What is kept of the text of a row. */
  private static final int KEPT_CHARACTERS = 20_000;

  /** Keeps the first 20,000 characters of the row's text. */
  public RejectedRow {
    raw = raw.length() > KEPT_CHARACTERS ? raw.substring(0, KEPT_CHARACTERS) : raw;
  }
}
