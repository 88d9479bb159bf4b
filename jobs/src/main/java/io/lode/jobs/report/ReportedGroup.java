package io.lode.jobs.report;

import java.io.Serializable;

/**
 * A group's page that was written.
 *
 * @param page its file, below the report's folder
 * @param bytes its size
 */
public record ReportedGroup(String page, int bytes) implements Serializable {}
