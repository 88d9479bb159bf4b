package io.lode.jobs.cli;

import java.io.FileNotFoundException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Locale;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.sql.AnalysisException;

/** Says what to do about failures of the machine that no room of LODE expects. */
final class ErrorAdvice {

  private static final long MEBIBYTE = 1 << 20;

  /** What Linux says of a full disk, and of a user's full share of one. */
  private static final String DISK_FULL = "No space left on device";

  private static final String QUOTA_EXCEEDED = "Disk quota exceeded";

  private ErrorAdvice() {}

  /** One line that says what failed and what to do, or null where nothing is known of it. */
  static String of(Throwable error) {
    for (Throwable at = error; at != null; at = at.getCause() == at ? null : at.getCause()) {
      String advice = ofOne(at);
      if (advice != null) {
        return advice;
      }
    }
    return null;
  }

  private static String ofOne(Throwable error) {
    String message = String.valueOf(error.getMessage());
    if (error instanceof OutOfMemoryError || message.contains("java.lang.OutOfMemoryError")) {
      return String.format(
          Locale.ROOT,
          "out of memory; the driver may use %d MB: set LODE_DRIVER_MEMORY to more, such as 8g, on a"
              + " cluster also --conf spark.executor.memory=8g, or work on one group with --group",
          Runtime.getRuntime().maxMemory() / MEBIBYTE);
    }
    if (message.contains(DISK_FULL) || message.contains(QUOTA_EXCEEDED)) {
      return "the disk is full ("
          + message
          + "): free some space, or name another folder with --store or --output; Spark's own files"
          + " go where --conf spark.local.dir=FOLDER says";
    }
    if (error instanceof FileNotFoundException) {
      return message.replaceFirst("^File (?=\\S+ does not exist)", "")
          + (message.contains("does not exist") || message.contains("No such file")
              ? ""
              : " does not exist")
          + "; it may have been moved or deleted meanwhile: check --input and --store, and run the"
          + " command again";
    }
    if (error instanceof AnalysisException && message.contains("[PATH_NOT_FOUND]")) {
      return message.replaceFirst("^\\[PATH_NOT_FOUND]\\s*", "") + " Check --input and --store.";
    }
    if (error instanceof AccessControlException || error instanceof AccessDeniedException) {
      return message
          + " may not be written or read by this user; give it the right, or name another"
          + " folder with --store or --output";
    }
    if (error instanceof FileSystemException file) {
      String reason =
          file.getReason() == null ? "there is no such folder" : file.getReason().strip();
      return file.getFile()
          + " cannot be written or read ("
          + reason
          + "); name another folder with --store or --output, or mend this one";
    }
    if (error instanceof LinkageError) {
      return "classes do not fit together ("
          + error.getClass().getSimpleName()
          + ": "
          + message
          + "); LODE needs Java 17 or later and Spark 4.1 for Scala 2.13: check JAVA_HOME and"
          + " SPARK_HOME, or unset SPARK_HOME to use the Spark that Maven resolved";
    }
    return null;
  }
}
