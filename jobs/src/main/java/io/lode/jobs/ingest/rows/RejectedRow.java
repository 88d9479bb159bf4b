package io.lode.jobs.ingest.rows;

/**
 * A row that is no observation.
 *
 * @param groupPath the group it would belong to, empty where unknown
 * @param file where it is
 * @param row the line it starts on, or its position
 * @param reason one of few, to count by
 * @param detail what was found and what was expected
 * @param raw its text, as much of it as is kept; never null
 */
public record RejectedRow(
    String groupPath, String file, long row, String reason, String detail, String raw)
    implements Piece {}
