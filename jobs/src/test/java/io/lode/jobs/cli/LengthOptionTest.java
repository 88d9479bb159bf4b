package io.lode.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lode.jobs.cli.options.Console;
import io.lode.lab.world.SweepDraw;
import io.lode.lab.world.World;
import io.lode.lab.world.Worlds;
import io.lode.trajectory.Run;
import io.lode.trajectory.Trajectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decisions for one of several lengths that the runs of a group have. */
class LengthOptionTest {

  private static final ObjectMapper JSON = new ObjectMapper();

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
      }
      """;

  @TempDir private static Path folder;

  private record Answer(int status, JsonNode json, String text) {}

  private static Answer lode(String... arguments) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(
        List.of(
            "--store",
            folder.resolve("store").toString(),
            "--master",
            "local[1]",
            "--set",
            "train.starts=1",
            "--set",
            "train.members=2",
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

  /** Twelve runs of 1,000 steps, and eight of 2,000, which few commands would choose themselves. */
  @BeforeAll
  static void ingest() throws IOException {
    World world = Worlds.multiPowerLaw(Worlds.MultiPowerLawSize.M25, Worlds.STANDARD);
    SweepDraw draw = SweepDraw.of(world, 20, 2);
    List<Run> runs = world.train(draw.schedules(), draw.names(), world.totalSteps(), 2);
    Path logs = Files.createDirectories(folder.resolve("logs"));
    for (int r = 0; r < runs.size(); r++) {
      double factor = (r < 12 ? 1000 : 2000) / world.totalSteps();
      StringBuilder text = new StringBuilder("step,lr,train,validation\n");
      Trajectory run = runs.get(r).trajectory();
      for (int i = 0; i < run.length(); i++) {
        double loss = run.objective()[i];
        text.append(Math.max(1, Math.round(factor * run.step()[i])))
            .append(',')
            .append(run.learningRate()[i])
            .append(',')
            .append(loss)
            .append(',')
            .append(loss)
            .append('\n');
      }
      Files.writeString(logs.resolve(runs.get(r).run() + ".csv"), text);
    }
    Files.writeString(folder.resolve("source.conf"), SOURCE);
    Answer ingested =
        lode(
            "ingest",
            "--source",
            folder.resolve("source.conf").toString(),
            "--input",
            logs.toString());
    assertThat(ingested.status()).as(ingested.text()).isZero();
    assertThat(lode("train").status()).isZero();
  }

  @Test
  void generateCountsTheRunsOfTheLengthAlone() throws IOException {
    JsonNode usual = lode("generate", "--horizon", "1.0").json().at("/schedules/0");
    assertThat(usual.get("steps").asDouble()).isEqualTo(1000);
    assertThat(usual.get("lengths").asText())
        .startsWith("horizon 1.0 is step 1000, a part of 1000 steps: 12 runs of that length count");

    JsonNode asked =
        lode("generate", "--horizon", "1.0", "--length", "2_000").json().at("/schedules/0");
    assertThat(asked.get("steps").asDouble()).isEqualTo(2000);
    assertThat(asked.get("lengths").asText())
        .isEqualTo(
            "horizon 1.0 is step 2000, a part of 2000 steps: 8 runs of that length count, 12 of"
                + " other lengths do not (the group has 12 runs of 1000 steps and 8 of 2000;"
                + " --length names one)");
  }

  @Test
  void proposeCountsTheRunsOfTheLengthAlone() throws IOException {
    Answer asked = lode("propose", "--count", "1", "--length", "2000");
    assertThat(asked.status()).as(asked.text()).isZero();
    JsonNode proposal = asked.json().at("/proposals/0");
    assertThat(proposal.get("lengths").asText())
        .startsWith("horizon 1.0 is step 2000, a part of 2000 steps: 8 runs of that length count");
    List<String> rows = Files.readAllLines(Path.of(URI.create(proposal.get("path").asText())));
    assertThat(Double.parseDouble(rows.get(rows.size() - 1).split(",", -1)[0]))
        .as("the last step of the proposal")
        .isCloseTo(2000, within(1.0));
  }

  @Test
  void aLengthThatNoRunHasIsToldWithThoseThatThereAre() throws IOException {
    for (String command : List.of("generate", "propose")) {
      Answer nothing = lode(command, "--horizon", "1.0", "--length", "1500");
      assertThat(nothing.status()).as(command).isNotZero();
      assertThat(nothing.text())
          .contains("has no run of 1500 steps; it has 12 runs of 1000 steps and 8 of 2000");
    }
    assertThat(lode("propose", "--length", "many").text()).contains("--length");
  }
}
