package io.lode.jobs.pipeline;

import io.lode.jobs.UsageException;
import io.lode.jobs.conf.settings.IngestSettings;
import io.lode.jobs.conf.source.SourceDefinition;
import io.lode.jobs.conf.source.SourceFile;
import io.lode.jobs.ingest.delivery.Commit;
import io.lode.jobs.ingest.delivery.DeliveredRuns;
import io.lode.jobs.ingest.delivery.Deliveries;
import io.lode.jobs.ingest.delivery.IngestReport;
import io.lode.jobs.ingest.delivery.IngestRules;
import io.lode.jobs.ingest.delivery.ReadingProgress;
import io.lode.jobs.ingest.format.Bounds;
import io.lode.jobs.ingest.format.LogFile;
import io.lode.jobs.ingest.format.LogFiles;
import io.lode.jobs.ingest.format.ReadableFormat;
import io.lode.jobs.ingest.rows.Piece;
import io.lode.jobs.ingest.rows.RunKey;
import io.lode.jobs.progress.Progress;
import io.lode.jobs.store.Store;
import io.lode.jobs.store.tables.TrajectorySnapshot;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** Reads a delivery of logs into a store. */
public final class Ingest {

  /** Part of a delivery's identity: another number where the same logs are read differently. */
  private static final String READING = "lode-ingest/3";

  private static final long BYTES_PER_TASK = 1 << 25;

  /** Files that must not be read of which each is told. */
  private static final int SHOWN_REFUSALS = 10;

  /** Below so many bytes one task merges all. */
  private static final long FEW_BYTES = 1 << 20;

  private final Supplier<SparkSession> session;
  private final Configuration hadoop;
  private final Store store;
  private final IngestRules rules;
  private final Progress progress;

  /** Prepares to read, with the settings in force. */
  public Ingest(JobContext context) {
    session = context.session();
    hadoop = context.hadoop();
    store = context.store();
    rules = IngestRules.of(context.settings());
    progress = context.progress();
  }

  /**
   * Prepares to read.
   *
   * @param progress takes a line at a time about long work
   */
  public Ingest(SparkSession spark, Store store, IngestRules rules, Progress progress) {
    this.session = () -> spark;
    this.hadoop = spark.sessionState().newHadoopConf();
    this.store = store;
    this.rules = rules;
    this.progress = progress;
  }

  /** As the other constructor, with the default checks and bounds. */
  public Ingest(SparkSession spark, Store store, IngestSettings settings, Progress progress) {
    this(spark, store, IngestRules.of(settings), progress);
  }

  /**
   * Reads the logs below an input, as {@link #run(SourceDefinition, String)}.
   *
   * @param source a source file, or the bare name of one of those in conf/sources
   * @param input a folder, or one file
   */
  public Ingested run(String source, String input) {
    IngestReport report = run(SourceFile.read(source), input);
    Long snapshot = store.findTrajectories().map(TrajectorySnapshot::id).orElse(null);
    return new Ingested(source, input, report, snapshot);
  }

  /**
   * Reads the logs below an input.
   *
   * <p>The same files under the same source, delivered again, change nothing. Each table takes a
   * delivery as one snapshot, trajectories last: a crash leaves every table at a snapshot that is
   * whole, and the next try of the delivery continues where it ended.
   *
   * @param input a folder, or one file
   * @throws UsageException if the input does not exist, one run is found in two files that the
   *     source does not expect to, or a group is judged by another objective than before
   * @throws io.lode.jobs.NothingUsableException if no file matches the source's path
   */
  public IngestReport run(SourceDefinition source, String input) {
    Configuration configuration = LogFiles.readable(hadoop);
    Bounds.put(rules.bounds(), configuration);
    LogFiles.Found found = LogFiles.find(input, source.path(), configuration);
    List<LogFile> files = found.logs();
    long bytes = files.stream().mapToLong(LogFile::length).sum();
    progress.accept("ingest: " + files.size() + " files, " + bytes + " bytes, below " + input);
    if (found.leftOut() > 0) {
      progress.accept(
          "ingest: "
              + found.leftOut()
              + " files left out, whose names say that they are not finished, such as "
              + found.example());
    }
    found.refused().stream()
        .limit(SHOWN_REFUSALS)
        .forEach(line -> progress.accept("ingest: left out: " + line));
    if (found.refused().size() > SHOWN_REFUSALS) {
      progress.accept(
          "ingest: left out as well: " + (found.refused().size() - SHOWN_REFUSALS) + " more");
    }
    SerializableConfiguration shared = new SerializableConfiguration(configuration);
    JavaRDD<LogFile> distributed = distribute(files, bytes);
    String delivery = delivery(source, distributed, shared);
    Deliveries deliveries = new Deliveries(store);
    Optional<IngestReport> known = deliveries.known(delivery);
    if (known.isPresent()) {
      progress.accept("ingest: these logs are known, nothing changes");
      return known.get();
    }
    try (ReadingProgress reading =
        new ReadingProgress(session.get().sparkContext(), progress, files.size(), bytes)) {
      JavaPairRDD<RunKey, Piece> pieces =
          distributed
              .mapPartitionsToPair(reading.counting(source, shared))
              .repartitionAndSortWithinPartitions(new HashPartitioner(merges(source, bytes)));
      DeliveredRuns runs = DeliveredRuns.of(pieces, source.objective().metric());
      if (source.identityFromPath()
          && !source.path().hasWildcard()
          && source.rules().folders().isEmpty()) {
        runs.requireOneFileEach();
      }
      reading.finish();
      return store
          .files()
          .exclusively(
              hold -> {
                IngestReport report =
                    new Commit(store, rules, progress, source, delivery)
                        .write(pieces, runs, files.size(), hold);
                hold.require();
                deliveries.remember(report);
                return report;
              });
    }
  }

  /** In how many tasks runs are merged: each should have some 100,000 rows or more. */
  private int merges(SourceDefinition source, long bytes) {
    if (bytes <= FEW_BYTES) {
      return 1;
    }
    long bytesPerMerge = ReadableFormat.of(source).isDense() ? 1 << 22 : 1 << 25;
    long wanted =
        Math.max(session.get().sparkContext().defaultParallelism(), bytes / bytesPerMerge);
    return (int) Math.min(4000, wanted);
  }

  /** The files in as many parts as there should be tasks, of nearly as many bytes each. */
  private JavaRDD<LogFile> distribute(List<LogFile> files, long bytes) {
    long wanted =
        Math.max(4L * session.get().sparkContext().defaultParallelism(), bytes / BYTES_PER_TASK);
    int parts = (int) Math.min(files.size(), wanted);
    record Part(int index, long bytes) {}
    PriorityQueue<Part> lightest =
        new PriorityQueue<>(Comparator.comparingLong(Part::bytes).thenComparing(Part::index));
    List<List<LogFile>> split = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      split.add(new ArrayList<>());
      lightest.add(new Part(i, 0));
    }
    List<LogFile> heaviestFirst = new ArrayList<>(files);
    heaviestFirst.sort(Comparator.comparingLong(LogFile::length).reversed());
    for (LogFile file : heaviestFirst) {
      Part part = lightest.poll();
      split.get(part.index()).add(file);
      lightest.add(new Part(part.index(), part.bytes() + file.length() + 1000));
    }
    return JavaSparkContext.fromSparkContext(session.get().sparkContext())
        .parallelize(split, parts)
        .flatMap(List::iterator);
  }

  private String delivery(
      SourceDefinition source, JavaRDD<LogFile> files, SerializableConfiguration configuration) {
    BigInteger content =
        files
            .map(file -> LogFiles.digest(file, source, configuration.value()))
            .reduce(LogFiles::combine);
    return LogFiles.delivery(content, READING + " " + rules + " " + source.text());
  }
}
