package io.lode.lab.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.lab.prove.TrialOutcomes.Judged;
import io.lode.search.EvidenceConfig;
import io.lode.trajectory.Direction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeedLuckTableTest {

  /** Eight schedules a fiftieth apart under ten seeds. */
  private static ProofTable proof(double ofSeeds, double ofRuns) {
    Random random = new Random(11);
    double[] luck = random.doubles(10).map(unused -> ofSeeds * random.nextGaussian()).toArray();
    List<ProofEntry> entries = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      List<Judged> judged = new ArrayList<>();
      for (int seed = 0; seed < luck.length; seed++) {
        double log = 0.01 * i + luck[seed] + ofRuns * random.nextGaussian();
        judged.add(new Judged("run", seed, Math.exp(log), Math.exp(log), Double.NaN, Double.NaN));
      }
      String name = i == 8 ? "schedule-free" : "method " + i;
      entries.add(new ProofEntry(name, false, Map.of(), 20, Double.NaN, Double.NaN, "", judged));
    }
    return new ProofTable(
        Map.of("task", new ProofTable.Task("test_loss", Direction.MINIMIZE, entries)));
  }

  private static double[] cells(ProofTable proof) {
    List<String> lines =
        new SeedLuckTable(proof, List.of("schedule-free"), EvidenceConfig.standard()).markdown();
    assertThat(lines).hasSize(3);
    List<String> cells = Arrays.asList(lines.get(2).substring(2).split(" \\| ", -1));
    assertThat(cells.get(0)).isEqualTo("task");
    assertThat(cells.get(1)).isEqualTo("8");
    assertThat(cells.get(2)).isEqualTo("10");
    return new double[] {
      Double.parseDouble(cells.get(3)),
      Double.parseDouble(cells.get(4)),
      Double.parseDouble(cells.get(5))
    };
  }

  @Test
  void whereSeedsHaveMuchInCommonItPaysToTakeTheirLuckOff() {
    double[] cells = cells(proof(0.02, 0.005));
    assertThat(cells[0]).isGreaterThan(0.6);
    assertThat(cells[2]).isLessThan(0.8 * cells[1]);
  }

  @Test
  void whereTheyHaveNothingInCommonItCostsNextToNothing() {
    double[] cells = cells(proof(0, 0.02));
    assertThat(cells[0]).isLessThan(0.15);
    assertThat(cells[2]).isLessThan(1.05 * cells[1]);
  }

  @Test
  void aTaskWithTooFewSchedulesHasNoRow() {
    ProofTable whole = proof(0.02, 0.005);
    ProofTable.Task task = whole.tasks().get("task");
    ProofTable few =
        new ProofTable(
            Map.of(
                "task",
                new ProofTable.Task(task.test(), task.direction(), task.entries().subList(0, 5))));
    assertThat(new SeedLuckTable(few, List.of(), EvidenceConfig.standard()).markdown()).hasSize(2);
  }
}
