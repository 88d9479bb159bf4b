package io.lode.jobs.cli.options;

import io.lode.artifact.ArtifactException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.spark.sql.AnalysisException;

/** Says what to do about failures of the machine that no room of LODE expects. */
final class ErrorAdvice {

  private static final long MEBIBYTE = 1 << 20;

  /** What Linux says of a full disk, and of a user's full share of one. */
  private static final List<String> FULL =
      List.of("No space left on device", "Disk quota exceeded");

  /** Of readers that LODE's tables bring along, each under a name of its own. */
  private static final Set<String> OF_DAMAGED_FILES =
      Set.of(
          "InvalidAvroMagicException",
          "AvroRuntimeException",
          "ParquetDecodingException",
          "ParquetCryptoRuntimeException",
          "TProtocolException",
          "TTransportException");

  /** Frames in which a reader is looked for: a failure further out is not its own. Count. */
  private static final int NEAR_FRAMES = 8;

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

  private static boolean isDamage(Throwable error, String message) {
    return error instanceof ArtifactException
        || error instanceof NotFoundException
        || error instanceof ChecksumException
        || error instanceof EOFException
        || message.contains("is not a Parquet file")
        || message.contains("Not an Avro data file")
        || message.startsWith("Incorrect length provided for file")
        || OF_DAMAGED_FILES.contains(error.getClass().getSimpleName())
        || (error instanceof RuntimeException && comesFromTables(error));
  }

  /** Readers of tables trust what they read: of a damaged file they may throw anything. */
  private static boolean comesFromTables(Throwable error) {
    return !(error instanceof UncheckedIOException)
        && Arrays.stream(error.getStackTrace())
            .limit(NEAR_FRAMES)
            .anyMatch(frame -> frame.getClassName().startsWith("org.apache.iceberg."));
  }

  private static String ofOne(Throwable error) {
    // Spark adds the stack trace of a task, which would hide what comes after it.
    String whole = String.valueOf(error.getMessage());
    String message = whole.strip().lines().findFirst().orElse("");
    if (error instanceof OutOfMemoryError || whole.contains("java.lang.OutOfMemoryError")) {
      return String.format(
          Locale.ROOT,
          "out of memory; the driver may use %d MB: set LODE_DRIVER_MEMORY to more, such as 8g, on a"
              + " cluster also --conf spark.executor.memory=8g, or work on one group with --group",
          Runtime.getRuntime().maxMemory() / MEBIBYTE);
    }
    for (String full : FULL) {
      if (whole.contains(full)) {
        return "the disk is full ("
            + full
            + "): free some space, or name another folder with --store or --output; Spark's own"
            + " files go where --conf spark.local.dir=FOLDER says";
      }
    }
    if (error instanceof FileNotFoundException) {
      return ofAbsent(message);
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
    if (isDamage(error, message)) {
      return "a file of the store is damaged or missing ("
          + message
          + "); lode check names every such file, and lode check --repair mends what it may";
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

  /** Java says with the same exception that a file is absent, a folder or may not be read. */
  private static String ofAbsent(String message) {
    boolean said = message.contains("does not exist") || message.contains("No such file");
    if (!said && message.endsWith(")")) {
      return message + ": check --input and --store, and the rights of this user";
    }
    return message.replaceFirst("^File (?=\\S+ does not exist)", "")
        + (said ? "" : " does not exist")
        + "; it may have been moved or deleted meanwhile: check --input and --store, and run the"
        + " command again";
  }
}
