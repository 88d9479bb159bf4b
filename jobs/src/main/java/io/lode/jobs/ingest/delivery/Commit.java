package io.lode.jobs.ingest.delivery;

import io.lode.jobs.UsageException;
import io.lode.jobs.conf.source.SourceDefinition;
import io.lode.jobs.ingest.delivery.StoredRuns.Known;
import io.lode.jobs.ingest.merge.Plateaus;
import io.lode.jobs.ingest.merge.RunCurve;
import io.lode.jobs.ingest.rows.Piece;
import io.lode.jobs.ingest.rows.RunKey;
import io.lode.jobs.progress.Progress;
import io.lode.jobs.store.Store;
import io.lode.jobs.store.files.StoreHold;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.RunStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/** Brings a delivery that was read into the tables, while no other process does. */
public final class Commit {

  private final Store store;
  private final IngestRules rules;
  private final Progress progress;
  private final SourceDefinition source;
  private final String delivery;

  /**
   * Prepares to commit one delivery; nothing is written yet.
   *
   * @param source the source that the delivery came from
   * @param delivery the identity of the delivery, which the snapshots carry
   */
  public Commit(
      Store store, IngestRules rules, Progress progress, SourceDefinition source, String delivery) {
    this.store = store;
    this.rules = rules;
    this.progress = progress;
    this.source = source;
    this.delivery = delivery;
  }

  /** Writes and commits; says what came of it. */
  public IngestReport write(
      JavaPairRDD<RunKey, Piece> pieces, DeliveredRuns delivered, long files, StoreHold hold) {
    store.createTables();
    Map<RunKey, Known> stored =
        delivered.runs().isEmpty() ? Map.of() : StoredRuns.of(store, delivered.groups());
    requireOneObjective(delivered, stored);
    StoredKeys keys = StoredKeys.of(delivered.runs().keySet(), stored);
    Map<String, Double> guess = longest(delivered, stored);
    Map<RunKey, String> sitting = plateaus(stored);
    PartWriter.Tables tables =
        new PartWriter.Tables(
            store.observations().writing(),
            store.trajectoryTable().writing(),
            store.rejectedRows().writing());
    progress.accept(
        "ingest: writing "
            + delivered.runs().size()
            + " runs, "
            + keys.digests().size()
            + " known");
    // Observations that no trajectory tells of are there where a delivery was cut off.
    JavaPairRDD<RunKey, Piece> known =
        known(
            new Deliveries(store).isLastWhole()
                ? keys.digests().keySet()
                : delivered.runs().keySet(),
            pieces.partitioner().get());
    WrittenPart written =
        write(pieces, known, new PartWriter(source, rules, delivery, tables, guess, sitting, keys));
    Map<String, Double> longest = corrected(guess, delivered, stored, written);
    Map<RunKey, String> plateaus = plateaus(delivered, stored, written);
    if (!longest.equals(guess) || changes(delivered, sitting, plateaus)) {
      tables.trajectories().discard(written.trajectoryFiles);
      written.trajectoryFiles =
          write(
                  pieces,
                  known,
                  new PartWriter(
                      source, rules, delivery, tables.trajectoriesOnly(), longest, plateaus, keys))
              .trajectoryFiles;
    }
    written.trajectoryFiles =
        written.trajectoryFiles.and(
            new StoredChanges(store, rules.settings())
                .write(stored, delivered.runs().keySet(), longest, plateaus));
    plateaus.forEach((key, why) -> written.notices.add(Notices.Kind.PLATEAU, key.run(), why));
    IngestReport report = report(written, files, lengths(delivered, stored, written));
    new RejectedRows(store, delivery).commit(written.rejectedFiles, hold);
    store.observations().commit(written.observationFiles, delivery, hold);
    store.trajectoryTable().commit(written.trajectoryFiles, delivery, hold);
    return report;
  }

  /** Stored runs that sit on a plateau, and why. */
  private static Map<RunKey, String> plateaus(Map<RunKey, Known> stored) {
    Map<RunKey, String> sitting = new HashMap<>();
    stored.forEach(
        (key, run) -> {
          if (run.status() == RunStatus.PLATEAU && !run.removed()) {
            sitting.put(key, String.valueOf(run.statusReason()));
          }
        });
    return sitting;
  }

  /** Runs that sit on a plateau after the delivery, and why, in the groups that it touches. */
  private Map<RunKey, String> plateaus(
      DeliveredRuns delivered, Map<RunKey, Known> stored, WrittenPart written) {
    List<RunCurve> curves = new ArrayList<>(written.curves);
    if (!delivered.runs().keySet().containsAll(stored.keySet())) {
      curves.addAll(StoredRuns.curves(store, delivered.groups(), delivered.runs().keySet()));
    }
    return new TreeMap<>(new Plateaus(source.objective(), rules.checks()).find(curves));
  }

  /** Whether delivered runs sit on a plateau that were not known to, or no longer do. */
  private static boolean changes(
      DeliveredRuns delivered, Map<RunKey, String> before, Map<RunKey, String> after) {
    return delivered.runs().keySet().stream()
        .anyMatch(key -> before.containsKey(key) != after.containsKey(key));
  }

  private List<String> lengths(
      DeliveredRuns delivered, Map<RunKey, Known> stored, WrittenPart written) {
    Lengths lengths = new Lengths();
    written.lengths.forEach(lengths::add);
    stored.forEach(
        (key, run) -> {
          if (!delivered.runs().containsKey(key)) {
            lengths.add(key, run.stepsToShow());
          }
        });
    return lengths.lines(rules.checks().lengthsApart());
  }

  private JavaPairRDD<RunKey, Piece> known(
      java.util.Collection<RunKey> runs, Partitioner partitioner) {
    return runs.isEmpty()
        ? null
        : StoredRuns.pieces(store, List.copyOf(runs))
            .repartitionAndSortWithinPartitions(partitioner);
  }

  private static WrittenPart write(
      JavaPairRDD<RunKey, Piece> pieces, JavaPairRDD<RunKey, Piece> known, PartWriter writer) {
    JavaRDD<WrittenPart> parts =
        known == null
            ? pieces.mapPartitions(
                rows -> one(writer.write(rows, List.<Tuple2<RunKey, Piece>>of().iterator())))
            : pieces.zipPartitions(known, (rows, before) -> one(writer.write(rows, before)));
    WrittenPart all = new WrittenPart();
    parts.collect().forEach(all::add);
    return all;
  }

  private static Iterator<WrittenPart> one(WrittenPart part) {
    return List.of(part).iterator();
  }

  /** The most steps that a run of each group shows, as far as is known before runs are merged. */
  private static Map<String, Double> longest(DeliveredRuns delivered, Map<RunKey, Known> stored) {
    Map<String, Double> longest = new HashMap<>();
    delivered
        .runs()
        .forEach((key, run) -> longest.merge(key.group(), run.stepsToShow(), Math::max));
    stored.forEach(
        (key, run) -> {
          if (!delivered.runs().containsKey(key)) {
            longest.merge(key.group(), run.stepsToShow(), Math::max);
          }
        });
    return longest;
  }

  /** The same after they were, which differs where the longest run diverged or was stored. */
  private static Map<String, Double> corrected(
      Map<String, Double> guess,
      DeliveredRuns delivered,
      Map<RunKey, Known> stored,
      WrittenPart written) {
    Map<String, Double> longest = new HashMap<>(written.stepsByGroup);
    stored.forEach(
        (key, run) -> {
          if (!delivered.runs().containsKey(key)) {
            longest.merge(key.group(), run.stepsToShow(), Math::max);
          }
        });
    guess.keySet().forEach(group -> longest.putIfAbsent(group, guess.get(group)));
    return longest;
  }

  /** Refuses a delivery that would leave a group with runs judged by two objectives. */
  private void requireOneObjective(DeliveredRuns delivered, Map<RunKey, Known> stored) {
    stored.keySet().stream()
        .filter(key -> !delivered.runs().containsKey(key))
        .filter(key -> StoredRuns.isJudgedOtherwise(stored.get(key), source))
        .min(Comparator.naturalOrder())
        .ifPresent(
            key -> {
              throw new UsageException(
                  "group "
                      + key.group()
                      + " has runs judged by "
                      + stored.get(key).metric()
                      + ", such as "
                      + key.run()
                      + ", found "
                      + source.objective().metric()
                      + " in the source; expected one objective, or all runs of the group in this"
                      + " delivery");
            });
  }

  private IngestReport report(WrittenPart written, long files, List<String> lengths) {
    List<String> notices = new ArrayList<>(written.notices.lines());
    notices.addAll(lengths);
    List<IngestReport.GroupCount> groups = new ArrayList<>();
    written.runsByGroup.forEach(
        (path, runs) -> {
          GroupKey group = GroupKey.parsePath(path).orElseThrow();
          groups.add(
              new IngestReport.GroupCount(group.model(), group.dataset(), group.optimizer(), runs));
        });
    groups.sort(
        Comparator.comparing(
            group -> new GroupKey(group.model(), group.dataset(), group.optimizer())));
    return new IngestReport(
        delivery,
        files,
        written.observations + written.joined + written.rejected(),
        written.runsByGroup.values().stream().mapToLong(Long::longValue).sum(),
        written.observations,
        written.joined,
        written.rejected(),
        written.rejectedByReason,
        written.notices.count(Notices.Kind.WITHOUT_OBJECTIVE),
        groups,
        notices);
  }
}
