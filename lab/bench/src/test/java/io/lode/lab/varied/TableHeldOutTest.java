package io.lode.lab.varied;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.hyperparameter.HyperparameterConfig;
import io.lode.hyperparameter.HyperparameterRoles;
import io.lode.model.modal.ModalConfig;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableHeldOutTest {

  private static final int SETTINGS = 5;
  private static final int SEEDS = 5;

  @TempDir private Path folder;

  /** Five settings under five seeds, all hyperparameters together, as submissions have them. */
  @BeforeEach
  void write() throws IOException {
    SplittableRandom random = new SplittableRandom(9);
    StringBuilder table =
        new StringBuilder("submission,workload,run,last_step,peak_lr,weight_decay,dropout,rows\n");
    Path group = Files.createDirectories(folder.resolve("adam/wmt"));
    for (int setting = 0; setting < SETTINGS; setting++) {
      double peak = 0.02 * Math.pow(1.8, (3 * setting) % SETTINGS);
      double decay = Math.pow(10, -4 + setting);
      for (int seed = 0; seed < SEEDS; seed++) {
        String name = "study" + seed + "_trial" + setting;
        int last = 40 + random.nextInt(20);
        table.append(
            String.format(
                Locale.ROOT,
                "adam,wmt,%s,%d,%.5g,%.5g,0.%d,%d%n",
                name,
                last,
                peak,
                decay,
                setting % 2,
                last));
        StringBuilder curve = new StringBuilder("step,lr,train_loss,validation_loss\n");
        for (int step = 1; step <= last; step++) {
          double part = step / 60.0;
          double rate = peak * (1 - 0.9 * part);
          double loss =
              (0.4 + Math.exp(-6 * part * Math.sqrt(peak / 0.05)))
                  * (1 + 0.02 * random.nextGaussian());
          curve.append(String.format(Locale.ROOT, "%d,%.6g,%.6g,%.6g%n", step, rate, loss, loss));
        }
        Files.writeString(group.resolve(name + ".csv"), curve);
      }
    }
    Files.writeString(folder.resolve("runs.csv"), table);
  }

  @Test
  void leavesOutTheColumnsThatSayWhatWasLogged() {
    Map<String, Sweep> groups = TableHeldOut.read(folder);
    assertThat(groups).containsKey("adam/wmt");
    Run run = groups.get("adam/wmt").runs().get(0);
    assertThat(run.hyperparameters()).containsOnlyKeys("peak_lr", "weight_decay", "dropout");
  }

  @Test
  void repeatsUnderOtherSeedsCountOnceHoweverLongTheyLogged() {
    TableHeldOut heldOut =
        new TableHeldOut(ModalConfig.standard(1), HyperparameterConfig.standard());
    TableHeldOut.Row row =
        heldOut.row(
            "adam/wmt", TableHeldOut.read(folder).get("adam/wmt"), HyperparameterRoles.NONE);
    assertThat(row.runs()).isEqualTo(SETTINGS * SEEDS);
    assertThat(row.found()).isEmpty();
    assertThat(row.with()).isEqualTo(row.without());
    assertThat(row.finalWith()).isEqualTo(row.finalWithout());
  }
}
