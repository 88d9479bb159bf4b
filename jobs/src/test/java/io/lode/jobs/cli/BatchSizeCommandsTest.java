package io.lode.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lode.artifact.ScheduleArtifact;
import io.lode.artifact.ScheduleArtifactJson;
import io.lode.jobs.cli.options.Console;
import io.lode.lab.world.SweepDraw;
import io.lode.lab.world.World;
import io.lode.lab.world.Worlds;
import io.lode.trajectory.Run;
import io.lode.trajectory.Trajectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sweep of the same number of epochs on batches of several sizes, from its logs to decisions. */
class BatchSizeCommandsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int[] BATCHES = {16, 32, 64};

  private static final String SOURCE =
      """
      source {
        format = csv
        path = "{run}.csv"
        constants { model = mlp, dataset = toy, optimizer = sgd }
        columns {
          step = step
          learning_rate = lr
          train_loss = train
          validation_loss = validation
        }
        objective { metric = validation_loss, direction = minimize }
        hyperparameter-columns = ["rows"]
        batch-size-hyperparameters = ["rows"]
      }
      """;

  @TempDir private Path folder;

  private record Answer(int status, JsonNode json, String text) {}

  private Answer lode(String... arguments) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(
        List.of(
            "--store",
            folder.resolve("store").toString(),
            "--master",
            "local[2]",
            "--set",
            "train.starts=1",
            "--set",
            "train.members=3",
            "--set",
            "train.held-out=false",
            "--json"));
    int status =
        Lode.run(
            new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8)),
            all.toArray(String[]::new));
    return new Answer(
        status, JSON.readTree(out.toByteArray()), out.toString(UTF_8) + err.toString(UTF_8));
  }

  /** Runs that plain gradient descent makes equivalent: k times the batch, k times the rate. */
  private double writeLogs() throws IOException {
    World world = Worlds.multiPowerLaw(Worlds.MultiPowerLawSize.M25, Worlds.STANDARD);
    SweepDraw draw = SweepDraw.of(world, 20, 2);
    List<Run> runs = world.train(draw.schedules(), draw.names(), world.totalSteps(), 2);
    Path logs = Files.createDirectories(folder.resolve("logs"));
    for (int r = 0; r < runs.size(); r++) {
      int batch = BATCHES[(5 * r + r / 4) % BATCHES.length];
      double factor = batch / 32.0;
      StringBuilder text = new StringBuilder("step,lr,train,validation,rows\n");
      Trajectory run = runs.get(r).trajectory();
      for (int i = 0; i < run.length(); i++) {
        double loss = run.objective()[i];
        text.append((long) (run.step()[i] / factor))
            .append(',')
            .append(run.learningRate()[i] * factor)
            .append(',')
            .append(loss)
            .append(',')
            .append(loss)
            .append(',')
            .append(batch)
            .append('\n');
      }
      Files.writeString(logs.resolve(runs.get(r).run() + ".csv"), text);
    }
    Files.writeString(folder.resolve("source.conf"), SOURCE);
    return 32 * world.totalSteps();
  }

  @Test
  void runsOfOtherBatchSizesCountAfterAsManyExamples() throws IOException {
    double examples = writeLogs();
    Answer ingested =
        lode(
            "ingest",
            "--source",
            folder.resolve("source.conf").toString(),
            "--input",
            folder.resolve("logs").toString());
    assertThat(ingested.status()).as(ingested.text()).isZero();
    Answer trained = lode("train");
    assertThat(trained.status()).as(trained.text()).isZero();
    assertThat(trained.json().at("/groups/0/hyperparameters").asText())
        .startsWith(
            "batch sizes differ: runs are compared after the same number of examples, steps are"
                + " those of rows=")
        .contains("a run of twice the batch counts as one of 0.50 times the rate");

    JsonNode schedule = lode("generate", "--horizon", "1.0").json().at("/schedules/0");
    ScheduleArtifact artifact = artifact(schedule.get("path").asText());
    double rows = Double.parseDouble(artifact.settings().values().get("rows"));
    assertThat(artifact.totalSteps() * rows).isCloseTo(examples, within(0.01 * examples));
    assertThat(artifact.settings().undecided().get(0)).startsWith("batch sizes differ: ");
    assertThat(schedule.at("/lengths").asText()).startsWith("batch sizes differ: ");

    String other = rows == 16 ? "32" : "16";
    JsonNode asked =
        lode("generate", "--horizon", "1.0", "--at", "rows=" + other).json().at("/schedules/0");
    ScheduleArtifact there = artifact(asked.get("path").asText());
    assertThat(there.totalSteps())
        .isCloseTo(
            artifact.totalSteps() * rows / Double.parseDouble(other),
            within(0.01 * there.totalSteps()));
    assertThat(there.bestRun().objective())
        .isCloseTo(artifact.bestRun().objective(), within(1e-6 + 0.02));

    Answer varied = lode("propose", "--vary", "rows");
    assertThat(varied.status()).isNotZero();
    assertThat(varied.text())
        .contains(
            "--vary names rows, which says what a step is, so that each value needs a schedule of"
                + " its own; ask for one value with --at rows=VALUE");
    Answer nothing = lode("generate", "--horizon", "1.0", "--at", "rows=none");
    assertThat(nothing.status()).isNotZero();
    assertThat(nothing.text()).contains("--at rows must be a number over 0, found 'none'");

    Answer longRun = lode("generate", "--steps", String.valueOf(2 * Math.round(examples / rows)));
    assertThat(longRun.status()).as(longRun.text()).isZero();
    ScheduleArtifact planned = artifact(longRun.json().at("/schedules/0/path").asText());
    assertThat(planned.settings().values()).containsEntry("rows", String.valueOf((int) rows));
    assertThat(planned.outcome().objective()).isLessThan(artifact.bestRun().objective() + 0.02);
  }

  private ScheduleArtifact artifact(String path) throws IOException {
    Path file = folder.resolve("store").resolve(path);
    return ScheduleArtifactJson.read(Files.readAllBytes(file), file.toString());
  }
}
