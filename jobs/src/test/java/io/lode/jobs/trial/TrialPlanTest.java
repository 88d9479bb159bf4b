package io.lode.jobs.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.jobs.UsageException;
import io.lode.jobs.conf.trial.TrialFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialPlanTest {

  @TempDir private Path folder;

  private List<Trial> plan(String trial) throws IOException {
    Path file = folder.resolve("t.conf");
    Files.writeString(
        file, "trial { command = [x], folder = f, time-limit = 1 minute, " + trial + " }");
    return TrialPlan.of(TrialFile.read(file), 7);
  }

  @Test
  void combinesTheValuesOfEveryGridWithEverySeed() throws IOException {
    List<Trial> trials =
        plan(
            "seeds = [1, 2], grids = [{ a = [x, y], peak = [1e-3, 2e-3] }, { a = x, peak = 1e-3 }]");

    assertThat(trials).hasSize(8).doesNotHaveDuplicates();
    assertThat(trials).contains(new Trial(new TreeMap<>(Map.of("a", "y", "peak", "2e-3")), 2));
  }

  @Test
  void drawsTheSameSampleFromTheSameSeedInsideItsLimits() throws IOException {
    String sample =
        "sample { count = 40, settings { a = [x, y], peak { from = 1e-4, to = 1e-1, scale = log } } }";
    List<Trial> trials = plan(sample);

    assertThat(trials).hasSize(40).isEqualTo(plan(sample));
    List<Double> peaks =
        trials.stream().map(trial -> Double.parseDouble(trial.settings().get("peak"))).toList();
    assertThat(peaks).allMatch(peak -> peak >= 1e-4 && peak <= 1e-1);
    // Half of the logarithm's interval, up to four standard deviations of a binomial draw.
    assertThat(peaks.stream().filter(peak -> peak < 3.16e-3).count()).isBetween(8L, 32L);
  }

  @Test
  void repeatsTheFirstPointsUnderFurtherSeeds() throws IOException {
    String sample = "sample { count = 5, settings { peak { from = 1, to = 2 } } }";
    List<Trial> once = plan(sample);
    List<Trial> trials = plan(sample + ", repeats { points = 2, seeds = [8, 9] }");

    assertThat(trials).hasSize(9).startsWith(once.toArray(Trial[]::new));
    assertThat(trials.subList(5, 9))
        .containsExactly(
            new Trial(once.get(0).settings(), 8),
            new Trial(once.get(1).settings(), 8),
            new Trial(once.get(0).settings(), 9),
            new Trial(once.get(1).settings(), 9));
  }

  @Test
  void namesAreSafeFoldersThatTellTrialsApart() {
    Trial hostile = new Trial(new TreeMap<>(Map.of("schedule", "/a/../..", "x", "; rm *\n'")), 1);
    Trial other = new Trial(new TreeMap<>(Map.of("schedule", "/b/../..", "x", "; rm *\n'")), 1);

    assertThat(hostile.name()).matches("t-[A-Za-z0-9._+-]+").doesNotContain("/");
    assertThat(hostile.name()).isNotEqualTo(other.name());
    assertThat(new Trial(new TreeMap<>(Map.of("x", "y".repeat(500))), 1).name().length())
        .isLessThan(100);
  }

  @Test
  void saysWhatIsWrongWithAFile() {
    refuses("grid = []", "trial, line 1: unknown key 'grid'; did you mean 'grids'?");
    refuses("seeds = [1, 1], grids = [{ a = 1 }]", "seeds must be different values, found [1, 1]");
    refuses("grids = [{ a = [] }]", "a must have values, found an empty list");
    refuses("grids = [{ seed = 3 }]", "'seed' is not a setting");
    refuses("retries = -1, grids = [{ a = 1 }]", "retries must be at least 0, found -1");
    refuses("seeds = [1]", "one of grids, sample and schedules must say what to try, found none");
    refuses(
        "sample { count = 2, settings { peak { from = 0, to = 1, scale = log } } }",
        "peak must be drawn from below to above and over 0, found 0.0 to 1.0");
    refuses("schedules = [none.csv]", "none.csv does not exist");
    refuses(
        "grids = [{ a = 1 }], repeats { points = 0, seeds = [2] }",
        "repeats.points must be at least 1, found 0");
    refuses(
        "grids = [{ a = 1 }], repeats { points = 1, seeds = [1] }",
        "repeats.seeds must be others than those of every point, found 1");
  }

  private void refuses(String trial, String message) {
    assertThatThrownBy(() -> plan(trial))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(message);
  }
}
