package io.lode.jobs.ingest.format;

import java.io.IOException;

/** The bytes of a log file were read and are not what they should be. */
final class DamagedDataException extends IOException {

  private static final long serialVersionUID = 1L;

  DamagedDataException(String message, Throwable cause) {
    super(message, cause);
  }
}
