package io.lode.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lode.artifact.ScheduleArtifact;
import io.lode.artifact.ScheduleArtifactJson;
import io.lode.artifact.ScheduleSettings;
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
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A random search over rate and weight decay, from its logs to decisions for settings. */
class SettingsCommandsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String SOURCE =
      """
      source {
        format = csv
        path = "{run}.csv"
        constants { model = mlp, dataset = toy, optimizer = adamw }
        columns {
          step = step
          learning_rate = lr
          train_loss = train
          validation_loss = validation
        }
        objective { metric = validation_loss, direction = minimize }
        hyperparameter-columns = ["weight_decay", "act", "note", "seed", "clip"]
        ignore-hyperparameters = ["note"]
      }
      """;

  @TempDir private Path folder;

  private record Answer(int status, JsonNode json, String errors) {}

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
            "--json"));
    int status =
        Lode.run(
            new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8)),
            all.toArray(String[]::new));
    return new Answer(status, JSON.readTree(out.toByteArray()), err.toString(UTF_8));
  }

  /** The effect of a weight decay on the logarithm of the loss: least at 0.01. */
  private static double effect(double weightDecay) {
    double off = Math.log10(weightDecay / 0.01);
    return 0.06 * off * off;
  }

  private void writeLogs() throws IOException {
    World world = Worlds.multiPowerLaw(Worlds.MultiPowerLawSize.M25, Worlds.STANDARD);
    SweepDraw draw = SweepDraw.of(world, 20, 2);
    List<Run> runs = world.train(draw.schedules(), draw.names(), world.totalSteps(), 2);
    SplittableRandom random = new SplittableRandom(4);
    Path logs = Files.createDirectories(folder.resolve("logs"));
    for (int r = 0; r < runs.size(); r++) {
      double weightDecay = Math.pow(10, random.nextDouble(-4, 0));
      String settings =
          String.format(
              Locale.ROOT, ",%.4g,%s,n%d,%d,1.0", weightDecay, r % 3 == 0 ? "relu" : "gelu", r, r);
      StringBuilder text =
          new StringBuilder("step,lr,train,validation,weight_decay,act,note,seed,clip\n");
      Trajectory run = runs.get(r).trajectory();
      for (int i = 0; i < run.length(); i++) {
        double part = run.step()[i] / world.totalSteps();
        double loss = run.objective()[i] * Math.exp(effect(weightDecay) * part);
        text.append((long) run.step()[i])
            .append(',')
            .append(run.learningRate()[i])
            .append(',')
            .append(loss)
            .append(',')
            .append(loss)
            .append(settings)
            .append('\n');
      }
      Files.writeString(logs.resolve(runs.get(r).run() + ".csv"), text);
    }
    Files.writeString(folder.resolve("source.conf"), SOURCE);
  }

  @Test
  void decisionsAreForSettingsAndSayWhatOthersBring() throws IOException {
    writeLogs();
    Answer ingested =
        lode(
            "ingest",
            "--source",
            folder.resolve("source.conf").toString(),
            "--input",
            folder.resolve("logs").toString());
    assertThat(ingested.status()).isZero();
    Answer trained = lode("train");
    assertThat(trained.json().at("/groups/0/hyperparameters").asText())
        .contains("weight_decay (number on a log scale) explains ")
        .contains("act explains nothing beside the rate, and is dropped");

    JsonNode shown = lode("show", "settings").json().at("/groups/0");
    assertThat(shown.at("/varying/0/name").asText()).isEqualTo("weight_decay");
    assertThat(shown.at("/varying/0/explained").asDouble()).isGreaterThan(0.8);
    assertThat(texts(shown.get("leftOut")))
        .containsExactly(
            "note is to be ignored",
            "seed names the run and says nothing of how it trained",
            "the same in every run: clip");

    JsonNode run = lode("show", "runs").json().at("/runs/0/hyperparameters");
    assertThat(run.get("clip").asText()).isEqualTo("1.0");
    assertThat(run.get("note").asText()).startsWith("n");

    JsonNode schedule = lode("generate", "--horizon", "1.0").json().at("/schedules/0");
    JsonNode settings = schedule.get("settings");
    assertThat(settings.get("source").asText()).isEqualTo("the best run as logged");
    ScheduleArtifact artifact = artifact(schedule.get("path").asText());
    double best = Double.parseDouble(artifact.settings().values().get("weight_decay"));
    assertThat(best).isBetween(0.0005, 0.2);
    assertThat(artifact.settings().changes()).isNotEmpty();
    for (ScheduleSettings.Change change : artifact.settings().changes()) {
      assertThat(change.name()).isEqualTo("weight_decay");
      double expected = effect(Double.parseDouble(change.value())) - effect(best);
      assertThat(Math.log(change.objective() / artifact.outcome().objective()))
          .as(change.value())
          .isBetween(expected - 0.06, expected + 0.06);
    }

    JsonNode asked =
        lode("generate", "--horizon", "1.0", "--at", "weight_decay=0.7").json().at("/schedules/0");
    assertThat(asked.at("/settings/values/weight_decay").asText()).isEqualTo("0.7");
    assertThat(asked.at("/settings/source").asText())
        .isEqualTo("asked for, and no run had them all");
    assertThat(
            Math.log(
                asked.at("/predicted/objective").asDouble()
                    / schedule.at("/predicted/objective").asDouble()))
        .isBetween(effect(0.7) - effect(best) - 0.06, effect(0.7) - effect(best) + 0.06);

    Answer wrong = lode("generate", "--horizon", "1.0", "--at", "clip=0.5");
    assertThat(wrong.status()).isNotZero();
    assertThat(wrong.json().toString() + wrong.errors())
        .contains(
            "--at names clip, which is 1.0 in every run; what varies beside the rate: act,"
                + " weight_decay");

    plansOfOtherLengthsSeeTheRunsUnderOneSetting(artifact, best);

    JsonNode proposals = lode("propose", "--vary", "weight_decay").json().get("proposals");
    assertThat(proposals).hasSize(3);
    assertThat(proposals.at("/0/settings/weight_decay").asDouble()).isEqualTo(best);
    assertThat(proposals.at("/1/settings/weight_decay").asText())
        .isNotEqualTo(proposals.at("/0/settings/weight_decay").asText());
    Path csv = Path.of(URI.create(proposals.at("/1/path").asText()));
    assertThat(csv.resolveSibling("settings.csv"))
        .content()
        .startsWith("name,value\nact,")
        .contains("weight_decay," + proposals.at("/1/settings/weight_decay").asText());

    Answer report = lode("report", "--set", "report.held-out=false", "--quiet");
    Path page = Path.of(URI.create(report.json().at("/groups/0/page").asText()));
    assertThat(page)
        .content()
        .contains("Settings that vary beside the rate")
        .contains("log10 of weight_decay")
        .contains("note is to be ignored.")
        .contains("weight_decay&#x3D;0.7");
  }

  private void plansOfOtherLengthsSeeTheRunsUnderOneSetting(ScheduleArtifact known, double best)
      throws IOException {
    String steps = String.valueOf(Math.round(1.2 * known.totalSteps()));
    JsonNode longer = lode("generate", "--steps", steps).json().at("/schedules/0");
    ScheduleArtifact planned = artifact(longer.get("path").asText());
    assertThat(Double.parseDouble(planned.settings().values().get("weight_decay"))).isEqualTo(best);
    assertThat(planned.settings().changes()).isNotEmpty();
    JsonNode asked =
        lode("generate", "--steps", steps, "--at", "weight_decay=0.7").json().at("/schedules/0");
    assertThat(
            Math.log(
                asked.at("/predicted/objective").asDouble()
                    / longer.at("/predicted/objective").asDouble()))
        .isBetween(effect(0.7) - effect(best) - 0.08, effect(0.7) - effect(best) + 0.08);
    JsonNode anytime = lode("generate", "--anytime").json().at("/schedules/0");
    assertThat(anytime.at("/settings/values/weight_decay").asDouble()).isEqualTo(best);
    Answer extended = lode("extend", "--run", known.bestRun().run(), "--steps", steps);
    assertThat(extended.status()).as(extended.errors()).isZero();
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(one -> texts.add(one.asText()));
    return texts;
  }

  private ScheduleArtifact artifact(String path) throws IOException {
    Path file = folder.resolve("store").resolve(path);
    return ScheduleArtifactJson.read(Files.readAllBytes(file), file.toString());
  }
}
