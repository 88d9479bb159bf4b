package io.lode.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.jobs.TestSpark;
import io.lode.jobs.conf.settings.IngestSettings;
import io.lode.jobs.conf.settings.Settings;
import io.lode.jobs.conf.source.SourceDefinition;
import io.lode.jobs.conf.source.SourceFile;
import io.lode.jobs.ingest.delivery.IngestReport;
import io.lode.jobs.pipeline.Ingest;
import io.lode.jobs.store.Store;
import io.lode.jobs.store.tables.TrajectorySnapshot;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Logs that a test writes, and the store that they are ingested into. */
abstract class IngestedLogs {

  static final SparkSession SPARK = TestSpark.session();

  /** Of a CSV a run, {@code m/a.csv} for one of {@link #GROUP}. */
  static final String SOURCE =
      """
      source {
        format = csv
        path = "{model}/{run}.csv"
        constants { dataset = d, optimizer = o }
        columns { step = step, learning_rate = lr, train_loss = loss }
        objective { metric = train_loss, direction = minimize }
      }
      """;

  static final GroupKey GROUP = new GroupKey("m", "d", "o");

  @TempDir Path folder;
  Path logs;
  Store store;

  @BeforeEach
  void openStore() throws IOException {
    logs = Files.createDirectories(folder.resolve("logs"));
    store = Store.open(SPARK, folder.resolve("store").toString());
  }

  IngestReport ingest(String source) {
    return ingest(SourceFile.parse("test", source));
  }

  IngestReport ingest(SourceDefinition source) {
    IngestReport report =
        new Ingest(SPARK, store, IngestSettings.of(Settings.defaults()), line -> {})
            .run(source, logs.toString());
    assertThat(report.observations() + report.joined() + report.rejected())
        .isEqualTo(report.rows());
    return report;
  }

  void log(String path, String... lines) throws IOException {
    Path file = logs.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, String.join("\n", lines) + "\n");
  }

  /** The lines of a run for {@link #SOURCE}. */
  static String[] run(int points) {
    return Stream.concat(
            Stream.of("step,lr,loss"),
            Stream.iterate(1, i -> i + 1)
                .limit(points)
                .map(i -> i * 10 + ",0.1," + (2.0 - 0.1 * i)))
        .toArray(String[]::new);
  }

  Map<String, Run> runs(GroupKey group) {
    return store.trajectories().sweeps(List.of(group)).collect().stream()
        .flatMap(sweep -> sweep.runs().stream())
        .collect(Collectors.toMap(Run::run, run -> run));
  }

  List<Row> rejected() {
    return store.rejectedRows().rows().orderBy("file", "row").collectAsList();
  }

  List<Optional<Long>> snapshots() {
    return List.of(
        store.observations().snapshot(), store.findTrajectories().map(TrajectorySnapshot::id));
  }
}
