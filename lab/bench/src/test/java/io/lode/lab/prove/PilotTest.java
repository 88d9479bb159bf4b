package io.lode.lab.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lode.jobs.TestSpark;
import io.lode.jobs.conf.trial.TrialDefinition;
import io.lode.jobs.conf.trial.TrialFile;
import io.lode.jobs.trial.Trial;
import io.lode.jobs.trial.TrialPlan;
import io.lode.jobs.trial.Trials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pilot where a run reaches its peak, plus a tenth of its seed: peaks below 1 gain. */
class PilotTest {

  private static final String FILE =
      """
      trial {
        command = [sh, run.sh, "{directory}", "{peak}", "{seed}", "{longer|'0'}"]
        working-folder = "."
        folder = trials
        grids = [{ peak = [1, 2] }]
        time-limit = 1 minute
      }
      pilot {
        sample { count = 30, settings { peak = { from = %s, to = 5 } } }
        finalists = 2, finalist-seeds = [2, 3], seeds = [4, 5]
      }
      proof {
        nights = 1, proposals = 2, seeds = [101, 102], evaluation { longer = 1 }
        outcome {
          file = o.json
          validation = v, validation-direction = minimize, test = v, test-direction = minimize
        }
        methods { a {} }
      }
      """;

  private static final String PROGRAM =
      """
      awk -v p="$2" -v s="$3" -v l="$4" 'BEGIN { printf "{\\"v\\": %f}", p + 0.1 * s - 0.5 * l }' > "$1/o.json"
      """;

  @TempDir private Path folder;

  private Pilot.Found pilot(String from) throws IOException {
    Files.writeString(folder.resolve("run.sh"), PROGRAM);
    Path file = Files.writeString(folder.resolve("t.conf"), FILE.formatted(from));
    TrialDefinition definition = TrialFile.read(file);
    List<Trial> sweep = TrialPlan.of(definition, 1);
    Trials trials = new Trials(TestSpark.session(), definition, line -> {});
    Pilot pilot = new Pilot(file, trials, sweep);
    Pilot.Found found = pilot.run(sweep, 1);
    assertThat(pilot.failures()).isEmpty();
    return found;
  }

  @Test
  void aTaskWithMoreToGainThanNoiseIsFit() throws IOException {
    Pilot.Found found = pilot("0.1");

    double best = Double.parseDouble(found.random().settings().get("peak"));
    assertThat(best).isLessThan(1);
    // Both have the same seeds, so that the noise of this program cancels.
    assertThat(found.gain().gain()).isCloseTo(1 - best, within(1e-4));
    assertThat(found.gain().seeds()).isEqualTo(2);
    assertThat(found.fit()).isTrue();
    assertThat(found.best().settings()).containsEntry("peak", "1");
    // The runs that judge, and they alone, have the settings of proof.evaluation.
    assertThat(found.lines().get(0))
        .startsWith("best run of the sweep: v 0.95000, standard deviation over seeds 0.07071;");
    assertThat(found.lines().get(2)).endsWith(": fit for a head-to-head");
    // Those drawn, the two best of them under two further seeds, and two judged under two.
    assertThat(folder.resolve("trials/pilot").toFile().list()).hasSize(found.drawn() + 4 + 4);
  }

  @Test
  void aTaskWithoutAGainIsLeftOut() throws IOException {
    Pilot.Found found = pilot("3");

    assertThat(found.gain().gain()).isNegative();
    assertThat(found.fit()).isFalse();
    assertThat(found.lines().get(2)).endsWith(": to be left out, since at least 2.0 are needed");
    assertThat(found.json()).containsEntry("fit", false);
  }
}
