package io.lode.jobs.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.jobs.conf.TextTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrialCommandTest {

  private static TrialCommand command(String folder) {
    return new TrialCommand(
        new ArrayList<>(List.of(new TextTemplate("train"), new TextTemplate("{schedule}"))),
        Map.of(),
        "/elsewhere",
        folder,
        1000,
        1);
  }

  private static List<String> filled(String folder, String schedule) {
    TrialCommand command = command(folder);
    return command.filled(
        command.values(new Trial(Map.of("schedule", schedule), 1), "/directory", "cpu"));
  }

  @Test
  void findsAScheduleOfTheFolderWhereverTheProgramRuns() {
    assertThat(filled("/folder", "schedules/a.csv"))
        .containsExactly("train", "/folder/schedules/a.csv");
    assertThat(filled("/folder", "/other/a.csv")).containsExactly("train", "/other/a.csv");
    assertThat(filled("/folder", "cosine")).containsExactly("train", "cosine");
  }

  @Test
  void isTheSameCommandWhereverTheFolderLies() {
    Trial trial = new Trial(Map.of("schedule", "schedules/a.csv"), 1);
    Trial other = new Trial(Map.of("schedule", "schedules/b.csv"), 1);

    assertThat(command("/folder").digest(trial)).isEqualTo(command("/moved").digest(trial));
    assertThat(command("/folder").digest(trial)).isNotEqualTo(command("/folder").digest(other));
  }
}
