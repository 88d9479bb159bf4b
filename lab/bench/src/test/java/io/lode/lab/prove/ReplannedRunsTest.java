package io.lode.lab.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.forecast.Horizon;
import io.lode.jobs.OptionalProgram;
import io.lode.jobs.TestSpark;
import io.lode.jobs.conf.trial.TrialFile;
import io.lode.jobs.trial.Trials;
import io.lode.schedule.PiecewiseLogLinear;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real runs of a small program, whose rest a stand-in plans. */
class ReplannedRunsTest {

  private static final PiecewiseLogLinear START =
      new PiecewiseLogLinear(new double[] {0, 120}, new double[] {0.4, 0.4});
  private static final PiecewiseLogLinear LOWER =
      new PiecewiseLogLinear(new double[] {0, 60, 61, 120}, new double[] {0.4, 0.4, 0.04, 0.04});

  @TempDir private Path folder;

  private ReplannedRuns runs;
  private Decisions decisions;
  private final List<String> asked = new ArrayList<>();

  /** Half way through it lowers the rate of the second run, and says nothing new before. */
  private List<Published> lowerTheSecond(Horizon now, List<LookedAtRun> lookedAt) {
    List<Published> plans = new ArrayList<>();
    for (LookedAtRun run : lookedAt) {
      asked.add(now.fraction() + " " + run.run());
      boolean lowered = now.fraction() == 0.5 && plans.size() == 1;
      plans.add(
          new Published(
              lowered ? LOWER : run.schedule(),
              lowered ? "revised" : "kept",
              "",
              2,
              1,
              Map.of(),
              null));
    }
    return plans;
  }

  @BeforeEach
  void prepare() throws IOException {
    OptionalProgram.PYTHON.require();
    for (String name : List.of("quadratic.py", "quadratic.conf")) {
      try (InputStream stream = getClass().getResourceAsStream("/proof/" + name)) {
        Files.copy(stream, folder.resolve(name));
      }
    }
    Path file = folder.resolve("quadratic.conf");
    Trials trials = new Trials(TestSpark.session(), TrialFile.read(file), line -> {});
    decisions = new Decisions(trials.folder("."));
    FreshRuns fresh = new FreshRuns(trials, ProofSection.read(file), new TreeMap<>());
    runs = new ReplannedRuns(fresh, this::lowerTheSecond, decisions);
  }

  private Decisions.Decision start() {
    return decisions.once("start", () -> new Published(START, "kept", "", 3, 1, Map.of(), null));
  }

  private List<String> log(TrialOutcomes.Judged run) throws IOException {
    return Files.readAllLines(
        folder.resolve("trials").resolve(Proof.EVALUATION).resolve(run.run()).resolve("log.csv"));
  }

  @Test
  void aRunThatIsPlannedAnewDoesTheSameUpToThere() throws IOException {
    ProofEntry entry = runs.judged(start(), 7);

    assertThat(entry.note()).startsWith("revised at 1 of 4 looks");
    assertThat(entry.expected()).isEqualTo(2);
    assertThat(entry.runs()).isEqualTo(7);
    assertThat(entry.judged()).hasSize(2);
    List<String> kept = log(entry.judged().get(0));
    assertThat(kept.get(kept.size() - 1)).startsWith("120,0.4,");
    List<String> lowered = log(entry.judged().get(1));
    assertThat(lowered.get(lowered.size() - 1)).startsWith("120,0.04,");
    // The run that was looked at is there, too.
    String before = asked.get(1).replace("0.2 ", "");
    assertThat(entry.judged().get(1).run()).isNotEqualTo(before);
    List<String> looked =
        Files.readAllLines(
            folder.resolve("trials").resolve(Proof.EVALUATION).resolve(before).resolve("log.csv"));
    assertThat(lowered.subList(0, 16)).isEqualTo(looked.subList(0, 16));
    assertThat(lowered.get(17)).isNotEqualTo(looked.get(17));
  }

  @Test
  void whatWasDecidedIsNotDecidedAgain() {
    ProofEntry entry = runs.judged(start(), 7);
    assertThat(asked).hasSize(4);

    assertThat(runs.judged(start(), 7)).isEqualTo(entry);
    assertThat(asked).hasSize(4);
  }
}
