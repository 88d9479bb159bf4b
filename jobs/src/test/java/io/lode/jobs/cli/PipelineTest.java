package io.lode.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lode.artifact.ScheduleArtifact;
import io.lode.artifact.ScheduleArtifactJson;
import io.lode.artifact.ScheduleCsv;
import io.lode.jobs.cli.options.Console;
import io.lode.lab.world.SweepDraw;
import io.lode.lab.world.SweepSchedule;
import io.lode.lab.world.World;
import io.lode.lab.world.WorldCsv;
import io.lode.lab.world.Worlds;
import io.lode.trajectory.Run;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands one after the other, as a user runs them, on a real Spark. */
class PipelineTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private Path logs;

  private record Answer(int status, JsonNode json, String errors) {}

  @BeforeEach
  void writeLogs() throws IOException {
    logs = folder.resolve("logs");
    World world = Worlds.overFitting(Worlds.STANDARD);
    SweepDraw draw = SweepDraw.of(world, 10, 2);
    List<Run> runs = world.train(draw.schedules(), draw.names(), world.totalSteps(), 2);
    WorldCsv.write(logs, "mlp", "toy", runs);
  }

  private Answer lode(String... arguments) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(
        List.of("--store", folder.resolve("store").toString(), "--master", "local[2]", "--json"));
    int status =
        Lode.run(
            new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8)),
            all.toArray(String[]::new));
    return new Answer(status, JSON.readTree(out.toByteArray()), err.toString(UTF_8));
  }

  private Answer nightly() throws IOException {
    return lode(
        "nightly",
        "--source",
        "csv",
        "--input",
        logs.toString(),
        "--horizon",
        "0.5,1.0",
        "--set",
        "train.starts=1");
  }

  @Test
  void fromLogsToAPublishedSchedule() throws IOException {
    Answer night = nightly();
    assertThat(night.errors()).doesNotContain("lode:");
    assertThat(night.status()).isZero();
    JsonNode trained = night.json().at("/train/groups/0");
    assertThat(trained.get("model").asText()).isEqualTo("mlp");
    assertThat(trained.at("/heldOut/mae").asDouble()).isBetween(0.0, 1.0);
    assertThat(trained.get("verdict").asText())
        .startsWith("the ends of held-out runs were forecast ");
    assertThat(trained.get("verdictKind").asText()).isIn("better", "no-better");
    // The others diverged at the largest rates.
    assertThat(trained.at("/learning/learns").asInt()).isEqualTo(7);
    assertThat(trained.at("/learning/diverged").asInt()).isEqualTo(3);
    JsonNode schedules = night.json().at("/generate/schedules");
    assertThat(schedules).hasSize(2);
    for (JsonNode schedule : schedules) {
      assertThat(schedule.get("decision").asText()).isEqualTo("kept");
      Path file = folder.resolve("store").resolve(schedule.get("path").asText());
      ScheduleArtifact artifact =
          ScheduleArtifactJson.read(Files.readAllBytes(file), file.toString());
      assertThat(artifact.version()).isEqualTo(1);
      assertThat(artifact.policy()).isEqualTo("proven");
      assertThat(artifact.bounds().including(artifact.schedule().learningRate()))
          .as("a job refuses rates outside of the bounds")
          .isEqualTo(artifact.bounds());
      assertThat(file.resolveSibling("latest.json")).hasSameBinaryContentAs(file);
    }

    Answer report = lode("report", "--set", "report.held-out=false", "--quiet");
    assertThat(report.errors()).isEmpty();
    assertThat(report.status()).isZero();
    Path index = Path.of(URI.create(report.json().get("index").asText()));
    assertThat(index).isEqualTo(folder.resolve("store/report/index.html"));
    Path page = Path.of(URI.create(report.json().at("/groups/0/page").asText()));
    assertThat(page)
        .content()
        .contains("Horizon 0.5")
        .contains("horizon-1-0-rates")
        .contains("What the forecast is worth: the ends of held-out runs were forecast ");
    assertThat(index).content().contains("groups/" + page.getFileName());

    Answer again = nightly();
    assertThat(again.json().at("/train/groups/0/fitted").asBoolean()).isFalse();
    assertThat(again.json().at("/generate/schedules/0/version").asInt()).isEqualTo(1);
  }

  @Test
  void constantRatesAreDiagnosedCooledDownAndTakenBackUnderTheOtherPolicy() throws IOException {
    World world = Worlds.overFitting(Worlds.STANDARD);
    List<SweepSchedule> constant =
        world.sweepSchedules().stream().filter(s -> s.shape().equals("constant")).toList();
    logs = folder.resolve("constant");
    List<String> names = constant.stream().map(SweepSchedule::name).toList();
    WorldCsv.write(logs, "mlp", "toy", world.train(constant, names, world.totalSteps(), 2));
    nightly();
    Answer generated = lode("generate", "--horizon", "1.0");
    assertThat(generated.status()).isZero();
    JsonNode schedule = generated.json().at("/schedules/0");
    assertThat(schedule.get("decision").asText()).isEqualTo("revised");
    assertThat(schedule.get("reason").asText())
        .matches(
            "run constant-.*, cooled down over the last .*% \\(.*\\) is expected .*% better"
                + " \\(standard deviation .*%, at the pessimistic end .*% better\\) than run"
                + " constant-.*: train with it, or with the schedule of run constant-.* to take no"
                + " risk");
    assertThat(schedule.get("takenBack").isNull()).isTrue();
    assertThat(schedule.get("diagnosis").findValuesAsText("kind")).contains("one-shape");
    assertThat(schedule.at("/diagnosis/0/next").asText()).isNotEmpty();

    assertThat(nightly().json().at("/generate/schedules/1/takenBack").asText())
        .isEqualTo(
            "takes back version 2, a revised schedule under policy planned: policy proven publishes"
                + " other schedules than policy planned; ask for --policy planned to have it"
                + " again");

    Answer shown = lode("show", "diagnosis");
    assertThat(shown.status()).isZero();
    assertThat(shown.json().at("/groups/0/diagnosis").findValuesAsText("kind"))
        .contains("one-shape", "too-few-seeds");
    assertThat(shown.json().at("/groups/0/model").asText()).isEqualTo("mlp");
  }

  @Test
  void proposalsAreSchedulesThatWhatifForecasts() throws IOException {
    nightly();
    Answer proposed = lode("propose", "--count", "2");
    assertThat(proposed.status()).isZero();
    JsonNode proposals = proposed.json().get("proposals");
    assertThat(proposals).hasSize(2);
    Path csv = Path.of(URI.create(proposals.get(0).get("path").asText()));
    assertThat(ScheduleCsv.read(Files.readAllBytes(csv), "csv").step()).hasSizeGreaterThan(2);
    Answer again = lode("propose", "--count", "2");
    assertThat(again.json()).isEqualTo(proposed.json());

    Answer whatif = lode("whatif", "--schedule", csv.toString());
    assertThat(whatif.status()).isZero();
    assertThat(whatif.json().get("times")).hasSize(60);
    double last = whatif.json().get("objective").get(59).asDouble();
    assertThat(last).isBetween(0.1, 0.5);
  }

  @Test
  void thePapersModelForecastsAndSearchesWhereItIsNamed() throws IOException {
    nightly();
    String members = "latent.members=1";
    String steps = "latent.steps=3";
    Answer proposed =
        lode("propose", "--count", "2", "--search", "latent", "--set", members, "--set", steps);
    assertThat(proposed.status()).isZero();
    assertThat(proposed.json().get("proposals")).hasSize(2);
    Path csv = Path.of(URI.create(proposed.json().at("/proposals/0/path").asText()));
    Answer whatif =
        lode(
            "whatif",
            "--schedule",
            csv.toString(),
            "--forecaster",
            "latent",
            "--set",
            members,
            "--set",
            steps);
    assertThat(whatif.status()).isZero();
    assertThat(whatif.json().get("objective")).hasSize(60);

    Answer unknown = lode("generate", "--search", "latnt");
    assertThat(unknown.status()).isEqualTo(2);
    assertThat(unknown.errors()).contains("search must be one of nightly, latent, found 'latnt'");
  }

  @Test
  void sameLogsSettingsAndSeedGiveTheSameKnots() throws IOException {
    nightly();
    Answer first = lode("generate", "--policy", "planned", "--horizon", "1.0");
    Path file = folder.resolve("store").resolve(first.json().at("/schedules/0/path").asText());
    JsonNode knots = JSON.readTree(Files.readAllBytes(file)).get("knots");
    deleteStore();
    nightly();
    Answer second = lode("generate", "--policy", "planned", "--horizon", "1.0");
    Path again = folder.resolve("store").resolve(second.json().at("/schedules/0/path").asText());
    assertThat(JSON.readTree(Files.readAllBytes(again)).get("knots")).isEqualTo(knots);
  }

  private void deleteStore() throws IOException {
    Files.move(folder.resolve("store"), folder.resolve("old-store"));
  }

  @Test
  void backtestsAgainstEveryPredictor() throws IOException {
    nightly();
    List<String> names;
    try (var files = Files.list(logs.resolve("mlp/toy"))) {
      names =
          files
              .map(file -> file.getFileName().toString().replace(".csv", ""))
              .sorted()
              .limit(6)
              .toList();
    }
    Answer answer =
        lode(
            "backtest",
            "--train-runs",
            String.join(",", names),
            "--forecaster",
            "latent",
            "--set",
            "latent.members=1",
            "--set",
            "latent.steps=3");
    assertThat(answer.status()).isZero();
    List<String> predictors = new ArrayList<>();
    answer.json().get("predictors").forEach(row -> predictors.add(row.get("predictor").asText()));
    assertThat(predictors)
        .containsExactly(
            "chosen",
            "modal",
            "multi-power-law",
            "latent",
            "nearest-run",
            "best-run",
            "last-value");
    assertThat(answer.json().at("/groups/0/verdict").asText())
        .startsWith("held-out runs were forecast ");
  }

  @Test
  void errorsAreOneLineAndAStatus() throws IOException {
    Answer empty = lode("train");
    assertThat(empty.status()).isEqualTo(3);
    assertThat(empty.errors().lines()).hasSize(1);
    assertThat(empty.errors()).contains("holds no runs; expected some from lode ingest");

    Answer horizon = lode("generate", "--horizon", "1.5");
    assertThat(horizon.status()).isEqualTo(2);
    assertThat(horizon.errors())
        .contains("--horizon takes fractions over 0 and at most 1, found '1.5'");

    Answer setting = lode("train", "--set", "train.membres=3");
    assertThat(setting.status()).isEqualTo(2);
    assertThat(setting.errors()).contains("train.membres").contains("train.members");
  }
}
