package io.lode.lab.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.lab.prove.Decisions.Decision;
import io.lode.schedule.PiecewiseLogLinear;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecisionsTest {

  @TempDir private Path folder;

  @Test
  void aDecisionHasTheSettingsThatItIsForAndKeepsThem() {
    PiecewiseLogLinear schedule =
        new PiecewiseLogLinear(new double[] {0, 10}, new double[] {0.1, 0.01});
    Published published =
        new Published(schedule, "revised", "why", 1, 0.1, Map.of("batch_size", "64"), null);

    Decision made = new Decisions(folder).once("night-1-planned", () -> published);

    assertThat(made.settings())
        .containsEntry("batch_size", "64")
        .containsEntry("schedule", made.path());
    assertThat(new Decisions(folder).read("night-1-planned")).contains(made);
  }

  @Test
  void aDecisionThatWasSavedBeforeThereWereSettingsHasNone() throws IOException {
    Path file = folder.resolve("decisions/old.json");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        "{\"path\":\"schedules/a.csv\",\"mean\":1.0,\"standardDeviation\":0.1,\"note\":\"why\","
            + "\"repeats\":null}");

    assertThat(new Decisions(folder).read("old").orElseThrow().settings())
        .isEqualTo(Map.of("schedule", "schedules/a.csv"));
  }
}
