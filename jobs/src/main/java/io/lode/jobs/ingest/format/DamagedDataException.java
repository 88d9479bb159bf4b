package io.lode.jobs.ingest.format;

import java.io.IOException;

/** The bytes of a log file were read and are not what they should be. */
public final class DamagedDataException extends IOException {

  private static final long serialVersionUID = 1L;

  /** Says what is wrong. */
  public DamagedDataException(String message, Throwable cause) {
    super(message, cause);
  }
}
