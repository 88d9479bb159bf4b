package io.lode.lab.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.jobs.conf.settings.Settings;
import io.lode.jobs.spark.LodeSpark;
import io.lode.lab.load.PriorLoadBench.Measured;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriorLoadBenchTest {

  @TempDir private Path folder;

  private PriorLoadBench bench() {
    return new PriorLoadBench(
        folder,
        LodeSpark.start("local[2]", Map.of("spark.sql.shuffle.partitions", "2")),
        Settings.defaults(),
        line -> {});
  }

  @Test
  void everyGroupTeachesThePrior() {
    Measured measured = bench().run(2, 3);
    assertThat(measured.taught()).isEqualTo(2);
    assertThat(measured.priorSeconds()).isPositive();
    assertThat(measured.line())
        .startsWith("2 groups of 3 runs: ingest ")
        .endsWith("2 groups taught the prior");
  }

  @Test
  void refusesNoGroups() {
    assertThatThrownBy(() -> bench().run(0, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("groups and runs must be at least 1, found 0 and 3");
  }
}
