package io.lode.jobs.ingest.format;

import java.io.IOException;

/** A file is there and must not be read: it lies outside of the input, or is no regular file. */
public final class RefusedFileException extends IOException {

  private static final long serialVersionUID = 1L;

  RefusedFileException(String message) {
    super(message);
  }
}
