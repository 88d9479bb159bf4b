package io.lode.jobs.ingest.format;

/** Puts an exception in a few words. */
public final class Describe {

  private Describe() {}

  /** The first line of the message, or the exception's name where it has none. */
  public static String shortly(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null || message.isBlank()
        ? thrown.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
