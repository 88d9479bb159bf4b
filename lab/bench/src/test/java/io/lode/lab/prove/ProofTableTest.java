package io.lode.lab.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lode.jobs.UsageException;
import io.lode.lab.prove.ProofDefinition.Outcome;
import io.lode.trajectory.Direction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProofTableTest {

  @TempDir private Path folder;

  private static ProofEntry entry(String name, String schedule, double... tests) {
    List<TrialOutcomes.Judged> judged = new ArrayList<>();
    for (int i = 0; i < tests.length; i++) {
      judged.add(
          new TrialOutcomes.Judged(schedule + i, i, Double.NaN, tests[i], Double.NaN, Double.NaN));
    }
    return new ProofEntry(name, false, new TreeMap<>(), 20, Double.NaN, Double.NaN, "", judged);
  }

  private Path write(String name, ProofEntry... entries) throws IOException {
    Outcome outcome =
        new Outcome("f", "v", Direction.MINIMIZE, "loss", Direction.MINIMIZE, null, null);
    Path file = folder.resolve(name);
    new ObjectMapper().writeValue(file.toFile(), new ProofReport(outcome, List.of(entries)).json());
    return file;
  }

  private ProofTable table() throws IOException {
    Map<String, Path> files = new LinkedHashMap<>();
    files.put(
        "one",
        write(
            "one.json",
            entry("best run", "a", 1.0, 1.2, 1.1),
            entry("good", "b", 0.5, 0.6, 0.7),
            entry("kept", "a", 1.0, 1.2, 1.1)));
    files.put(
        "two", write("two.json", entry("best run", "c", 2, 3, 4), entry("good", "d", 3, 3, 6)));
    return ProofTable.read(files);
  }

  @Test
  void ranksEveryMethodOnEveryTaskAndComparesItWithTheBestRun() throws IOException {
    List<String> lines = table().markdown(null);

    assertThat(lines)
        .startsWith(
            "| method | runs | one (loss): gain ± s.e., rank | two (loss): gain ± s.e., rank |",
            "|---|---|---|---|");
    assertThat(lines)
        .contains(
            "| good | 20 | +0.50000 ± 0.05774, 1 | -1.00000 ± 0.57735, 2 |",
            "| best run | 20 | +0.00000 ± 0.00000, 2 | +0.00000 ± 0.00000, 1 |",
            // It has the best run's runs, and so its rank.
            "| kept | 20 | +0.00000 ± 0.00000, 2 |  |");
    // Two comparisons in all: those with itself are none.
    assertThat(lines).contains("| good | 20 | 0.013, Holm 0.026 | 0.23, Holm 0.23 |");
  }

  @Test
  void comparesWithAnotherMethod() throws IOException {
    assertThat(table().markdown("good"))
        .contains("| best run | 20 | -0.50000 ± 0.05774, 2 | +1.00000 ± 0.57735, 1 |");
    assertThatThrownBy(() -> table().markdown("kept"))
        .isInstanceOf(UsageException.class)
        .hasMessage("task two has no method 'kept'; it has best run, good");
  }

  @Test
  void refusesAnotherFile() throws IOException {
    Path file = Files.writeString(folder.resolve("x.json"), "{}");

    assertThatThrownBy(() -> ProofTable.read(Map.of("x", file)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("x.json is no proof.json of lode-lab prove");
  }
}
