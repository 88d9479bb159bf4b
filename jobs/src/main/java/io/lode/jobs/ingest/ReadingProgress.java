package io.lode.jobs.ingest;

import io.lode.jobs.conf.SourceDefinition;
import java.util.Iterator;
import java.util.function.Consumer;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * Tells every few seconds how much of a delivery was read, how fast, and how long the rest takes.
 */
final class ReadingProgress implements AutoCloseable {

  private static final long EVERY_MILLIS = 5000;

  private final Consumer<String> progress;
  private final long files;
  private final long bytes;
  private final LongAccumulator filesRead;
  private final LongAccumulator rowsRead;
  private final LongAccumulator bytesRead;
  private final long start = System.nanoTime();
  private final Thread reporter;

  ReadingProgress(SparkContext context, Consumer<String> progress, long files, long bytes) {
    this.progress = progress;
    this.files = files;
    this.bytes = bytes;
    filesRead = context.longAccumulator("log files read");
    rowsRead = context.longAccumulator("log rows read");
    bytesRead = context.longAccumulator("log bytes read");
    reporter = new Thread(this::report, "ingest-progress");
    reporter.setDaemon(true);
    reporter.start();
  }

  /** Reads files in a task and counts what was read. */
  PairFlatMapFunction<Iterator<LogFile>, RunKey, Piece> counting(
      SourceDefinition source, SerializableConfiguration configuration) {
    return new Counting(source, configuration, filesRead, rowsRead, bytesRead);
  }

  private record Counting(
      SourceDefinition source,
      SerializableConfiguration configuration,
      LongAccumulator files,
      LongAccumulator rows,
      LongAccumulator bytes)
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

  private void report() {
    try {
      while (true) {
        Thread.sleep(EVERY_MILLIS);
        progress.accept(line());
      }
    } catch (InterruptedException e) {
      return;
    }
  }

  private String line() {
    double seconds = (System.nanoTime() - start) / 1e9;
    double done = bytes == 0 ? 0 : (double) bytesRead.value() / bytes;
    String left =
        done > 0 && done < 1 ? ", about %.0f s left".formatted(seconds * (1 - done) / done) : "";
    return "ingest: read %d of %d files, %d rows, %.0f rows/s%s"
        .formatted(filesRead.value(), files, rowsRead.value(), rowsRead.value() / seconds, left);
  }

  /** Tells what was read in all. */
  void finish() {
    reporter.interrupt();
    progress.accept(line());
  }

  @Override
  public void close() {
    reporter.interrupt();
  }
}
