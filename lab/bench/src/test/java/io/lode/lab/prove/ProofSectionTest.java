package io.lode.lab.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.forecast.Horizon;
import io.lode.jobs.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
  void aMethodHasTheNightsBudgetAndItsOwnRunsWhereItSaysNoMore() throws IOException {
    ProofDefinition proof =
        read(
            "nights = 4, judged-nights = [0, 4], proposals = 3, seeds = [5, 6],"
                + " methods { a {}\n b { start = best-run, further = 0 }"
                + "\n c { chooser = [p, q] } }");

    assertThat(proof.judgedNights()).containsExactly(0, 4);
    assertThat(proof.methods())
        .extracting(ProofDefinition.Method::further)
        .containsExactly(12, 0, 12);
    assertThat(proof.methods())
        .extracting(ProofDefinition.Method::start)
        .containsExactly(
            ProofDefinition.Start.OWN_RUNS,
            ProofDefinition.Start.BEST_RUN,
            ProofDefinition.Start.OWN_RUNS);
    assertThat(proof.methods().get(2).chooser()).containsExactly("p", "q");
    assertThat(read("nights = 2, proposals = 1, seeds = [5, 6], methods { a {} }").judgedNights())
        .containsExactly(0, 1, 2);
  }

  @Test
  void saysWhatIsWrongWithAMethodOrANight() {
    String rest = "proposals = 2, seeds = [5, 6], methods { a {} }";
    refuses(
        "nights = 2, judged-nights = [0, 0, 2], " + rest,
        "judged-nights must increase from 0 to at most 2, found [0, 0, 2]");
    refuses(
        "nights = 2, judged-nights = [0, 1], " + rest,
        "judged-nights must end with the last night, 2, found [0, 1]");
    String head = "nights = 1, proposals = 2, seeds = [5, 6], methods ";
    refuses(head + "{ a { further = -1 } }", "a.further must be at least 0, found -1");
    refuses(head + "{ a { start = luck } }", "a.start must be own-runs or best-run, found 'luck'");
    refuses(
        head + "{ a { grid { peak = [1] }, start = best-run } }",
        "a must have one of grid, start = best-run and chooser, found two");
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

  @Test
  void aLongerRunIsPlannedToItsEndByLodeAlone() throws IOException {
    String rest = ", nights = 1, proposals = 2, seeds = [5, 6], methods { a {} }";
    ProofDefinition proof = read("steps = 1488, hyperparameters = [batch_size]" + rest);

    assertThat(proof.steps()).hasValue(1488);
    assertThat(proof.planners()).isEmpty();
    assertThat(proof.hyperparameters()).containsExactly("batch_size");
    assertThat(read("nights = 1" + rest).steps()).isEmpty();
    refuses("steps = 0" + rest, "steps must be at least 1, found 0");
    for (String other :
        List.of("horizon = 1", "horizons = [0.5]", "replan-at = [0.5]", "planners = []")) {
      refuses(
          "steps = 9, " + other + rest,
          "expected one of steps and " + other.substring(0, other.indexOf(" ")) + ", found both");
    }
  }
}
