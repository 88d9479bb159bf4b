package io.lode.jobs.ingest.delivery;

import io.lode.jobs.conf.source.SourceDefinition;
import io.lode.jobs.ingest.format.LogFile;
import io.lode.jobs.ingest.rows.FilePieces;
import io.lode.jobs.ingest.rows.Piece;
import io.lode.jobs.ingest.rows.RunKey;
import io.lode.jobs.progress.Progress;
import io.lode.jobs.progress.Stage;
import java.util.Iterator;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/** Tells how much of a delivery was read, how fast, and how long the rest takes. */
public final class ReadingProgress implements AutoCloseable {

  private static final long KIB = 1024;

  private final Progress progress;
  private final long files;
  private final LongAccumulator filesRead;
  private final LongAccumulator rowsRead;
  private final LongAccumulator bytesRead;
  private final LongAccumulator linesLeftOut;
  private final long start = System.nanoTime();
  private final Stage stage;

  /**
   * Starts to tell the progress.
   *
   * @param files how many files the delivery has
   * @param bytes the size of all its files together, in bytes
   */
  public ReadingProgress(SparkContext context, Progress progress, long files, long bytes) {
    this.progress = progress;
    this.files = files;
    filesRead = context.longAccumulator("log files read");
    rowsRead = context.longAccumulator("log rows read");
    bytesRead = context.longAccumulator("log bytes read");
    linesLeftOut = context.longAccumulator("log lines left out");
    stage =
        progress
            .stage("ingest: read", "KiB", bytes / KIB, () -> bytesRead.value() / KIB)
            .telling(this::rows);
  }

  /** Reads files in a task and counts what was read. */
  public PairFlatMapFunction<Iterator<LogFile>, RunKey, Piece> counting(
      SourceDefinition source, SerializableConfiguration configuration) {
    return new Counting(source, configuration, filesRead, rowsRead, bytesRead, linesLeftOut);
  }

  private record Counting(
      SourceDefinition source,
      SerializableConfiguration configuration,
      LongAccumulator files,
      LongAccumulator rows,
      LongAccumulator bytes,
      LongAccumulator leftOut)
      implements PairFlatMapFunction<Iterator<LogFile>, RunKey, Piece> {

    @Override
    public Iterator<Tuple2<RunKey, Piece>> call(Iterator<LogFile> logs) {
      return new CountedPieces(this, logs);
    }
  }

  private static final class CountedPieces implements Iterator<Tuple2<RunKey, Piece>> {

    private final Counting counting;
    private final Iterator<LogFile> logs;
    private LogFile file;
    private FilePieces pieces;

    CountedPieces(Counting counting, Iterator<LogFile> logs) {
      this.counting = counting;
      this.logs = logs;
    }

    @Override
    public boolean hasNext() {
      while (pieces == null || !pieces.hasNext()) {
        if (pieces != null) {
          counting.files().add(1);
          counting.rows().add(pieces.rows());
          counting.bytes().add(file.length());
          counting.leftOut().add(pieces.leftOut());
          pieces = null;
        }
        if (!logs.hasNext()) {
          return false;
        }
        file = logs.next();
        pieces = new FilePieces(counting.source(), file, counting.configuration().value());
      }
      return true;
    }

    @Override
    public Tuple2<RunKey, Piece> next() {
      return pieces.next();
    }
  }

  private String rows() {
    double seconds = (System.nanoTime() - start) / 1e9;
    return "%d of %d files, %d rows, %.0f rows/s"
        .formatted(filesRead.value(), files, rowsRead.value(), rowsRead.value() / seconds);
  }

  /** Tells what was read in all. */
  public void finish() {
    stage.close();
    progress.accept(stage.line());
    if (linesLeftOut.value() > 0) {
      progress.accept(
          "ingest: " + linesLeftOut.value() + " lines left out, which are comments or other text");
    }
  }

  @Override
  public void close() {
    stage.close();
  }
}
