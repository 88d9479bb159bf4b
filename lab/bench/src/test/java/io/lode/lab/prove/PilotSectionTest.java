package io.lode.lab.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.jobs.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PilotSectionTest {

  private static final String SAMPLE =
      "sample { count = 4, settings { peak = { from = 1, to = 2 } } }, ";

  @TempDir private Path folder;

  private PilotDefinition read(String pilot) throws IOException {
    Path file = folder.resolve("trial.conf");
    Files.writeString(file, "trial {}\n" + pilot);
    return PilotSection.read(file, Set.of(1L, 101L));
  }

  private void refuses(String pilot, String message) {
    assertThatThrownBy(() -> read(pilot))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(message);
  }

  @Test
  void readsHowManyRunAgain() throws IOException {
    PilotDefinition pilot =
        read("pilot { " + SAMPLE + "finalists = 2, finalist-seeds = [3], seeds = [4, 5] }");

    assertThat(pilot.sample().count()).isEqualTo(4);
    assertThat(pilot.finalists()).isEqualTo(2);
    assertThat(pilot.finalistSeeds()).containsExactly(3L);
    assertThat(pilot.seeds()).containsExactly(4L, 5L);
  }

  @Test
  void saysWhatIsWrong() {
    refuses("", "expected a section pilot beside trial, found none");
    refuses(
        "pilot { " + SAMPLE + "finalists = 5, finalist-seeds = [3], seeds = [4, 5] }",
        "pilot.finalists must be from 1 to sample.count, found 5");
    refuses(
        "pilot { " + SAMPLE + "finalists = 1, finalist-seeds = [3], seeds = [4] }",
        "pilot needs a finalist-seed and 2 seeds at least, found [3] and [4]");
    refuses(
        "pilot { " + SAMPLE + "finalists = 1, finalist-seeds = [3], seeds = [4, 101] }",
        "seeds of the pilot must be fresh and different, found 101 again");
  }
}
