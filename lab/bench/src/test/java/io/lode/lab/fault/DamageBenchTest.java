package io.lode.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.lab.fault.DamageBench.Harm;
import io.lode.lab.fault.DamageBench.Row;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamageBenchTest {

  @Test
  void filesThatDifferInNamesAndNumbersAreOfOneKind() {
    assertThat(
            DamageBench.kind("schedules/model=a1/dataset=b/optimizer=c/horizon=1.0/v000012.json"))
        .isEqualTo("schedules/model=*/dataset=*/optimizer=*/horizon=*/v*.json");
    assertThat(
            DamageBench.kind(
                "observations/metadata/snap-123-1-0b2fbc5e-6a3c-4c40-9f57-111111111111.avro"))
        .isEqualTo("observations/metadata/snap-*-*-*.avro");
    assertThat(
            DamageBench.kind(
                "observations/metadata/snap-2254811593861632378-1-e501adf6-1a30-4e8b-b7be-5f05ab4ea40c.avro"))
        .isEqualTo("observations/metadata/snap-*-*-*.avro");
  }

  @Test
  void aDamagedLatestIsSoundAfterARepairAndANight(@TempDir Path folder) {
    List<Row> rows =
        new DamageBench(folder, line -> {})
            .run(
                Pattern.compile("^schedules/[^/]+/[^/]+/[^/]+/horizon=.*latest"),
                List.of(Harm.CUT),
                1,
                1);
    assertThat(rows).hasSize(1);
    Row row = rows.get(0);
    assertThat(row.sound()).as(row.line()).isTrue();
    assertThat(row.night()).isZero();
    assertThat(row.check()).isEqualTo(1);
    assertThat(row.line())
        .endsWith("/latest.json, cut: next run 0; check 1, repair 0, next run 0, check 0");
  }
}
