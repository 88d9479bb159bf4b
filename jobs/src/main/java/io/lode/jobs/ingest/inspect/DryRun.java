package io.lode.jobs.ingest.inspect;

import io.lode.jobs.conf.source.SourceDefinition;
import io.lode.jobs.ingest.format.LogFile;
import io.lode.jobs.ingest.format.RowDefect;
import io.lode.jobs.ingest.merge.LearningRates;
import io.lode.jobs.ingest.merge.MergeRules;
import io.lode.jobs.ingest.merge.MergedRun;
import io.lode.jobs.ingest.merge.RunMerge;
import io.lode.jobs.ingest.merge.RunPieces;
import io.lode.jobs.ingest.rows.Fields;
import io.lode.jobs.ingest.rows.FilePieces;
import io.lode.jobs.ingest.rows.Piece;
import io.lode.jobs.ingest.rows.RejectedRow;
import io.lode.jobs.ingest.rows.RunBlock;
import io.lode.jobs.ingest.rows.RunKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import scala.Tuple2;

/**
 * What a source makes of some logs, without a store.
 *
 * @param files log files read
 * @param rows rows read
 * @param observations rows that would be stored
 * @param runs runs that would be stored, the values of the first rows of the first one as text
 * @param groups groups that they belong to
 * @param rejected rows that would be rejected, by reason
 * @param detail what was wrong with the first one, or null
 * @param hyperparameters of each run
 * @param preview five rows as they would be stored
 */
record DryRun(
    int files,
    long rows,
    long observations,
    List<String> runs,
    List<String> groups,
    Map<String, Long> rejected,
    String detail,
    List<Map<String, String>> hyperparameters,
    List<String> preview) {

  /** Rows as they would be stored that are shown. */
  private static final int SHOWN = 5;

  /** Reads files as ingest does. */
  static DryRun of(SourceDefinition source, List<LogFile> files, Configuration configuration) {
    Map<RunKey, List<RunBlock>> blocks = new TreeMap<>();
    Map<String, Long> rejected = new TreeMap<>();
    List<String> details = new ArrayList<>();
    long rows = 0;
    for (LogFile file : files) {
      FilePieces pieces = new FilePieces(source, file, configuration);
      while (pieces.hasNext()) {
        Tuple2<RunKey, Piece> next = pieces.next();
        if (next._2() instanceof RunBlock block) {
          blocks.computeIfAbsent(next._1(), key -> new ArrayList<>()).add(block);
        } else if (next._2() instanceof RejectedRow row) {
          rejected.merge(row.reason(), 1L, Long::sum);
          details.add(row.detail());
        }
      }
      rows += pieces.rows();
    }
    List<String> preview = new ArrayList<>();
    List<String> runs = new ArrayList<>();
    List<Map<String, String>> hyperparameters = new ArrayList<>();
    TreeMap<String, Integer> groups = new TreeMap<>();
    long observations = 0;
    for (List<RunBlock> ofRun : blocks.values()) {
      RunPieces pieces = new RunPieces(ofRun, MergeRules.of(source));
      if (pieces.defect() != null) {
        rejected.merge(pieces.defect().reason(), (long) pieces.size(), Long::sum);
        details.add(pieces.defect().detail());
        continue;
      }
      MergedRun run =
          new RunMerge(pieces, row -> rejected.merge(row.reason(), 1L, Long::sum)).merge();
      if (run.length() == 0) {
        continue;
      }
      double[] rates;
      try {
        rates = new LearningRates(source.derivedRate()).complete(run, pieces.context().named());
      } catch (RowDefect e) {
        rejected.merge(e.reason(), (long) run.length(), Long::sum);
        details.add(e.detail());
        continue;
      }
      observations += run.length();
      runs.add(run.header().run());
      groups.merge(run.header().group().path(), 1, Integer::sum);
      hyperparameters.add(run.header().hyperparameters());
      for (int i = 0; i < run.length() && preview.size() < SHOWN; i++) {
        preview.add(row(run, i, rates[i], source));
      }
    }
    return new DryRun(
        files.size(),
        rows,
        observations,
        runs,
        groups.entrySet().stream()
            .map(group -> group.getKey() + ": " + group.getValue() + " runs")
            .toList(),
        rejected,
        details.isEmpty() ? null : details.get(0),
        hyperparameters,
        preview);
  }

  private static String row(MergedRun run, int index, double rate, SourceDefinition source) {
    StringJoiner text = new StringJoiner(", ");
    text.add("run=" + run.header().run());
    text.add("step=" + number(run.step(index)));
    text.add("learning_rate=" + number(rate));
    for (int field = 0; field < Fields.NAMES.size(); field++) {
      if (field != Fields.LEARNING_RATE && run.isLogged(field, index)) {
        text.add(Fields.NAMES.get(field) + "=" + number(run.value(field, index)));
      }
    }
    int objective = run.field(source.objective());
    if (objective >= Fields.NAMES.size() && run.isLogged(objective, index)) {
      text.add(source.objective().metric() + "=" + number(run.value(objective, index)));
    }
    return text.toString();
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
