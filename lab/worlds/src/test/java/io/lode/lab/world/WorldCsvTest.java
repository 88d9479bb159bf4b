package io.lode.lab.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lode.schedule.ParametricSchedules;
import io.lode.trajectory.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorldCsvTest {

  private final World world = Worlds.quadratic(Worlds.STANDARD);

  @Test
  void writesOneFileARun(@TempDir Path directory) throws IOException {
    List<Run> runs =
        world.train(
            List.of(ParametricSchedules.constant(0.3), ParametricSchedules.constant(2.2)),
            List.of("good", "bad"),
            1200,
            1);

    WorldCsv.write(directory, "quadratic", "simulated", runs);

    List<String> good = Files.readAllLines(directory.resolve("quadratic/simulated/good.csv"));
    assertThat(good).hasSize(61);
    assertThat(good.get(0)).isEqualTo("step,learning_rate,train_loss,validation_loss");
    assertThat(good.get(60))
        .isEqualTo(
            "1200,0.3,"
                + runs.get(0).trajectory().trainLoss()[59]
                + ","
                + runs.get(0).trajectory().objective()[59]);
    assertThat(Files.readString(directory.resolve("quadratic/simulated/bad.csv")))
        .endsWith(",2.2,NaN,NaN\n");
  }

  @Test
  void refusesNamesThatLeaveTheirFolder(@TempDir Path directory) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WorldCsv.write(directory, "../up", "simulated", List.of()))
        .withMessage("'../up' cannot be the name of a file");
  }
}
