package io.lode.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.jobs.conf.settings.SearchSettings;
import io.lode.jobs.conf.settings.Settings;
import io.lode.jobs.conf.settings.TrainSettings;
import io.lode.lab.world.SweepSchedule;
import io.lode.lab.world.World;
import io.lode.lab.world.Worlds;
import io.lode.model.latent.LatentConfig;
import io.lode.trajectory.Run;
import io.lode.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableChoicesTest {

  @TempDir private Path folder;

  private TableChoices choices() throws IOException {
    World world = Worlds.multiPowerLaw(Worlds.MultiPowerLawSize.M400, Worlds.STANDARD);
    List<SweepSchedule> schedules = world.sweepSchedules();
    List<String> names = schedules.stream().map(SweepSchedule::name).toList();
    for (Run run : world.train(schedules, names, world.totalSteps(), 1)) {
      List<String> lines = new ArrayList<>(List.of("step,lr,train_loss,validation_loss"));
      Trajectory logged = run.trajectory();
      for (int i = 0; i < logged.length(); i++) {
        lines.add(
            String.format(
                Locale.ROOT,
                "%s,%s,%s,%s",
                logged.step()[i],
                logged.learningRate()[i],
                i == 0 ? "" : logged.trainLoss()[i],
                logged.objective()[i]));
      }
      Files.write(folder.resolve(run.run() + ".csv"), lines);
    }
    Settings settings = Settings.defaults();
    return new TableChoices(
        ScheduleTable.read(folder),
        new RegretMethods(
            SearchSettings.of(settings).search(),
            TrainSettings.of(settings),
            LatentConfig.published(1)),
        "modal");
  }

  @Test
  void choosesACooledRunWhereOnlyConstantOnesAreKnown() throws IOException {
    TableChoices choices = choices();
    TableChoice.Row row = choices.row("constant", 24000);
    assertThat(row.given()).isEqualTo(4);
    assertThat(row.chosen()).doesNotStartWith("constant");
    assertThat(row.regret()).isBetween(0.0, 0.5 * row.bestGivenRegret());
    assertThat(choices.row("cosine", 24000).given()).isEqualTo(4);
    assertThat(TableChoices.markdown(List.of(row)))
        .hasSize(3)
        .last()
        .asString()
        .contains("| 24000 | constant | 4 | " + row.chosen() + " |");
  }

  @Test
  void saysWhatATableLacks() throws IOException {
    TableChoices choices = choices();
    assertThatThrownBy(() -> choices.row("zigzag", 24000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shape must be constant or cosine, found 'zigzag'");
    assertThatThrownBy(() -> choices.row("cosine", 99000))
        .hasMessageEndingWith(" has no such run at step 99000.0");
    Files.writeString(folder.resolve("bad.csv"), "a,b\n1,2\n");
    assertThatThrownBy(() -> ScheduleTable.read(folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "bad.csv must begin with 'step,lr,train_loss,validation_loss' or"
                + " 'step,lr,validation_loss', found")
        .hasMessageEndingWith("'a,b'");
  }
}
