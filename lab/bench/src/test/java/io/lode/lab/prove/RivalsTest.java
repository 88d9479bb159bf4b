package io.lode.lab.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.jobs.NothingUsableException;
import io.lode.jobs.TestSpark;
import io.lode.jobs.conf.trial.TrialFile;
import io.lode.jobs.trial.Trial;
import io.lode.jobs.trial.TrialPlan;
import io.lode.jobs.trial.Trials;
import io.lode.lab.prove.ProofDefinition.Method;
import io.lode.lab.prove.ProofDefinition.Start;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What methods choose where a run reaches the distance of its peak from 3. */
class RivalsTest {

  private static final String FILE =
      """
      trial {
        command = [sh, run.sh, "{directory}", "{peak|'9'}"]
        working-folder = "."
        folder = trials
        grids = [{ schedule = constant, peak = [1, 4, 16] }]
        time-limit = 1 minute
      }
      proof {
        nights = 2, proposals = 2, seeds = [101, 102]
        outcome {
          file = o.json
          validation = v, validation-direction = minimize, test = v, test-direction = minimize
        }
        methods { a {} }
      }
      """;

  private static final String PROGRAM =
      """
      awk -v p="$2" 'BEGIN { d = p - 3; printf "{\\"v\\": %f}", d < 0 ? -d : d }' > "$1/o.json"
      """;

  @TempDir private Path folder;

  private Rivals rivals;

  @BeforeEach
  void sweep() throws IOException {
    Files.writeString(folder.resolve("run.sh"), PROGRAM);
    Path file = Files.writeString(folder.resolve("t.conf"), FILE);
    Trials trials = new Trials(TestSpark.session(), TrialFile.read(file), line -> {});
    ProofDefinition proof = ProofSection.read(file);
    Map<String, String> failures = new TreeMap<>();
    List<Trial> sweep = TrialPlan.of(TrialFile.read(file), 1);
    List<Tuning.Observed> observed =
        new TrialOutcomes(proof.outcome()).observed(trials, Trials.SWEEP, sweep, failures);
    assertThat(failures).isEmpty();
    assertThat(observed).extracting(Tuning.Observed::value).containsExactly(2.0, 1.0, 13.0);
    rivals = new Rivals(trials, proof, failures, observed);
  }

  private static Method method(
      Map<String, String> settings, Start start, int trainings, int further, String... chooser) {
    return new Method(
        "m", settings, Map.of(), List.of("peak"), trainings, start, further, List.of(chooser));
  }

  @Test
  void anotherShapeAtTheBestPeakNeedsNoRun() {
    ProofEntry found = rivals.prepared(method(Map.of("schedule", "cosine"), Start.BEST_RUN, 1, 0));

    assertThat(found.settings()).isEqualTo(Map.of("schedule", "cosine", "peak", "4"));
    assertThat(found.runs()).isEqualTo(3);
    assertThat(found.expected()).isNaN();
    assertThat(folder.resolve("trials/tuning")).doesNotExist();
  }

  @Test
  void whatStartsAtTheBestRunPaysForItsFirstRun() {
    ProofEntry found = rivals.prepared(method(Map.of("schedule", "cosine"), Start.BEST_RUN, 1, 4));

    // One at peak 4, then a repeat, 2 and 8.
    assertThat(found.runs()).isEqualTo(7);
    assertThat(found.settings()).isEqualTo(Map.of("schedule", "cosine", "peak", "4"));
    assertThat(found.expected()).isEqualTo(1.0);
    assertThat(folder.resolve("trials/tuning").toFile().list()).hasSize(4);
  }

  @Test
  void aBudgetIsOneOfTrainings() {
    ProofEntry found = rivals.prepared(method(Map.of("schedule", "cosine"), Start.BEST_RUN, 2, 4));

    assertThat(found.runs()).isEqualTo(3 + 2 * 2);
    assertThat(folder.resolve("trials/tuning").toFile().list()).hasSize(2);
  }

  @Test
  void aChooserRunsUntilItsBudgetPaysForNoFurtherTraining() {
    // Every run of its own costs 0.75 of a training: two runs leave 0.5 of two.
    String[] chooser = {
      "sh",
      "-c",
      "n=$(grep -o '\"sweep\":false' | wc -l); echo \"{\\\"next\\\": {\\\"peak\\\": $((3 + n))},"
          + " \\\"best\\\": {\\\"peak\\\": 3}, \\\"spent\\\": $((n * 75))e-2}\""
    };
    ProofEntry found = rivals.prepared(method(Map.of(), Start.OWN_RUNS, 1, 2, chooser));

    assertThat(found.settings()).isEqualTo(Map.of("peak", "3"));
    assertThat(found.runs()).isEqualTo(3 + 2);
    assertThat(found.expected()).isEqualTo(0.0);
    assertThat(found.note()).isEqualTo("2 runs of 1.5 trainings");
  }

  @Test
  void aMethodWithoutARunIsSaid() {
    assertThatThrownBy(
            () -> rivals.prepared(method(Map.of("schedule", "square"), Start.OWN_RUNS, 1, 2)))
        .isInstanceOf(NothingUsableException.class)
        .hasMessageStartingWith("method m has no run");
  }
}
