package io.lode.lab.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.forecast.Horizon;
import io.lode.jobs.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProofSectionTest {

  private static final String OUTCOME =
      "outcome { file = o, validation = v, validation-direction = minimize, test = t,"
          + " test-direction = maximize }, ";

  @TempDir private Path folder;

  private ProofDefinition read(String proof) throws IOException {
    Path file = folder.resolve("trial.conf");
    Files.writeString(file, "trial {}\nproof { " + OUTCOME + proof + " }");
    return ProofSection.read(file);
  }

  private void refuses(String proof, String message) {
    assertThatThrownBy(() -> read(proof))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aMethodMakesOneTrainingARunWhereItSaysNoMore() throws IOException {
    ProofDefinition proof =
        read(
            "nights = 1, proposals = 2, seeds = [5, 6], horizons = [0.1],"
                + " methods { a {}\n b { trainings = 3 } }");

    assertThat(proof.methods()).extracting(ProofDefinition.Method::trainings).containsExactly(1, 3);
    assertThat(proof.horizon()).isEqualTo(new Horizon(1));
    assertThat(proof.horizons()).containsExactly(new Horizon(0.1));
    assertThat(proof.replannedAt()).isEmpty();
    assertThat(proof.planners()).isEqualTo(ProofDefinition.PLANNERS);
  }

  @Test
  void saysWhatIsWrong() {
    String rest = ", proposals = 2, seeds = [5, 6], methods { a {} }";
    refuses("nights = -1" + rest, "nights must be at least 0 and proposals at least 1, found -1");
    refuses(
        "nights = 1, proposals = 2, seeds = [5, 5], methods { a {} }",
        "seeds must be at least 2 different numbers, found [5, 5]");
    refuses(
        "nights = 1, proposals = 2, seeds = [5, 6], methods { a { trainings = 0 } }",
        "a.trainings must be at least 1, found 0");
    refuses("nights = 1, planners = [taste]" + rest, "planners must be among multi-power-law");
    refuses(
        "nights = 1, replan-at = [0.2, 0.2]" + rest,
        "replan-at must increase, found 0.2 after 0.2");
    refuses("nights = 1, horizons = [2]" + rest, "horizon must be over 0 and at most 1, found 2.0");
  }
}
