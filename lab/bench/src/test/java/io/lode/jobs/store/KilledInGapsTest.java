package io.lode.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.jobs.TestSpark;
import io.lode.lab.fault.GapBench;
import io.lode.lab.fault.GapBench.How;
import io.lode.lab.fault.GapBench.Row;
import io.lode.lab.fault.GapBench.Work;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Work that is interrupted in the gaps between the steps of a commit, and begun again: the store is
 * then as if nothing had happened. A sample in CI; {@code -Dlode.gaps=1} for every gap, 2 for every
 * second one.
 */
class KilledInGapsTest {

  private static final SparkSession SPARK = TestSpark.session();
  private static final int EVERY = Integer.getInteger("lode.gaps", 0);

  /**
   * A client asks whether the last block of a file has arrived, and waits 400 ms where it has not
   * yet. Stores have many small files.
   */
  private static final Map<String, String> QUICK_HDFS =
      Map.of("dfs.client.block.write.locateFollowingBlock.initial.delay.ms", "5");

  @TempDir private Path folder;

  /** Kinds of store. */
  enum Kind {
    LOCAL,
    HDFS,
    S3
  }

  private GapBench bench(Kind kind) {
    String parent =
        switch (kind) {
          case LOCAL -> folder.resolve("stores").toString();
          case HDFS -> Hdfs.cluster().getURI() + "/gaps";
          case S3 -> S3Server.BUCKET + "/gaps";
        };
    Map<String, String> properties =
        switch (kind) {
          case LOCAL -> Map.of();
          case HDFS -> QUICK_HDFS;
          case S3 -> S3Server.properties();
        };
    properties.forEach(SPARK.sparkContext().hadoopConfiguration()::set);
    return new GapBench(SPARK, parent, properties, folder, System.err::println);
  }

  /** The gaps differ by store; first and every say which of them CI tries. */
  @ParameterizedTest
  @CsvSource({
    "LOCAL, PUBLISH, COPIED, 1, 1",
    "LOCAL, PUBLISH, KILLED, 7, 9",
    "LOCAL, INGEST, COPIED, 12, 12",
    "LOCAL, INGEST, KILLED, 40, 99",
    "LOCAL, RELOCATE, COPIED, 3, 30",
    "HDFS, PUBLISH, COPIED, 1, 4",
    "HDFS, INGEST, COPIED, 20, 40",
    "HDFS, RELOCATE, COPIED, 18, 40",
    "S3, PUBLISH, COPIED, 1, 4",
    "S3, INGEST, COPIED, 20, 40",
  })
  void interruptedWorkIsMadeUpForByTheNext(Kind kind, Work work, How how, int first, int every) {
    GapBench bench = bench(kind);
    List<Row> rows =
        EVERY == 0 ? bench.run(work, how, first, every) : bench.run(work, how, 1, EVERY);
    assertThat(rows).isNotEmpty().allSatisfy(row -> assertThat(row.failure()).isNull());
    assertThat(rows.get(0).line()).contains("after ").endsWith(": as if nothing had happened");
  }

  @Test
  void gapsAreCountedFromOne() {
    GapBench bench = bench(Kind.LOCAL);
    assertThatThrownBy(() -> bench.run(Work.PUBLISH, How.COPIED, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the first gap and the step between gaps must be at least 1, found 0 and 1");
  }
}
