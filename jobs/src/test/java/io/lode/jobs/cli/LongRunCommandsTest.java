package io.lode.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lode.artifact.ScheduleArtifact;
import io.lode.artifact.ScheduleArtifactJson;
import io.lode.jobs.cli.options.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plans and forecasts of runs that are longer than any, on the bundled curves of language models.
 */
class LongRunCommandsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String GROUP = "model=25M,dataset=c4";

  @TempDir private static Path folder;

  private record Answer(int status, JsonNode json, String errors) {}

  private static Answer lode(String... arguments) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(
        List.of("--store", folder.resolve("store").toString(), "--master", "local[1]", "--json"));
    int status =
        Lode.run(
            new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8)),
            all.toArray(String[]::new));
    return new Answer(status, JSON.readTree(out.toByteArray()), err.toString(UTF_8));
  }

  @BeforeAll
  static void ingest() throws IOException {
    Answer ingested =
        lode("ingest", "--source", "llm-loss-curves", "--input", "../examples/llm-loss-curves");
    assertThat(ingested.errors()).doesNotContain("lode:");
    assertThat(ingested.status()).isZero();
  }

  @Test
  void publishesThePlanOfALongerRun() throws IOException {
    Answer generated =
        lode("generate", "--steps", "100_000", "--group", GROUP, "--set", "train.members=2");
    assertThat(generated.errors()).doesNotContain("lode:");
    assertThat(generated.status()).isZero();
    JsonNode schedule = generated.json().at("/schedules/0");
    assertThat(schedule.get("steps").asDouble()).isEqualTo(100_000);
    assertThat(schedule.get("path").asText())
        .isEqualTo("schedules/model=25M/dataset=c4/optimizer=adamw/steps=100000/v000001.json");
    Path file = folder.resolve("store").resolve(schedule.get("path").asText());
    ScheduleArtifact artifact =
        ScheduleArtifactJson.read(Files.readAllBytes(file), file.toString());
    assertThat(artifact.totalSteps()).isEqualTo(100_000);
    double[] step = artifact.schedule().step();
    assertThat(step[step.length - 1]).isEqualTo(100_000);
    assertThat(artifact.bounds().including(artifact.schedule().learningRate()))
        .as("a job refuses rates outside of the bounds")
        .isEqualTo(artifact.bounds());
    assertThat(artifact.risk()).contains("100000 steps are 1.4 times the longest run");
    assertThat(artifact.outcome().objective())
        .as("longer than any run, and so better than the best of them")
        .isLessThan(artifact.bestRun().objective());
    assertThat(artifact.compared()).hasSizeGreaterThan(3);
    assertThat(file.resolveSibling("latest.json")).hasSameBinaryContentAs(file);

    Answer again =
        lode("generate", "--steps", "100000", "--group", GROUP, "--set", "train.members=2");
    assertThat(again.errors()).doesNotContain("damaged");
    assertThat(again.json().at("/schedules/0/version").asInt()).isEqualTo(1);
    assertThat(artifact.longRun().shapes()).hasSizeBetween(3, 4);
    assertThat(artifact.longRun().shapes())
        .allSatisfy(shape -> assertThat(shape.mean()).hasSameSizeAs(artifact.predicted().mean()));
    assertThat(lode("report", "--group", GROUP, "--set", "report.held-out=false").status())
        .isZero();
    assertThat(page())
        .as("the curves of known shapes are a plot")
        .contains("data-plot=\"steps-100000-shapes\"", "\"steps-100000-shapes\":{")
        .contains(artifact.longRun().shapes().get(0).schedule());
    Answer shown = lode("show", "schedules");
    assertThat(shown.errors()).isEmpty();
    assertThat(shown.json().at("/schedules/0/path").asText()).endsWith("/steps=100000");
    assertThat(shown.json().at("/schedules/0/steps").asLong()).isEqualTo(100_000);
    assertThat(shown.json().at("/schedules/0/horizon").isNull()).isTrue();
  }

  @Test
  void extendsAFinishedRunAndPublishesItsOwnSchedule() throws IOException {
    Answer extended =
        lode(
            "extend",
            "--run",
            "wsd_20000_24000",
            "--steps",
            "48_000",
            "--group",
            GROUP,
            "--set",
            "train.members=8");
    assertThat(extended.status()).as(extended.errors()).isZero();
    JsonNode json = extended.json();
    assertThat(json.get("run").asText()).isEqualTo("wsd_20000_24000");
    assertThat(json.get("fromStep").asDouble()).isEqualTo(23_904);
    assertThat(json.get("usual")).hasSize(3);
    assertThat(json.get("predicted").get("objective").asDouble())
        .as("no worse than the best usual choice")
        .isLessThanOrEqualTo(json.at("/usual/0/objective").asDouble());
    assertThat(json.at("/earlier/step").asDouble())
        .as("the step before its cooldown")
        .isBetween(19_000.0, 20_100.0);
    assertThat(json.get("path").asText())
        .isEqualTo(
            "schedules/model=25M/dataset=c4/optimizer=adamw/run=wsd_20000_24000/horizon=1.0/"
                + "v000001.json");
    Path file = folder.resolve("store").resolve(json.get("path").asText());
    ScheduleArtifact artifact =
        ScheduleArtifactJson.read(Files.readAllBytes(file), file.toString());
    assertThat(artifact.run()).isEqualTo("wsd_20000_24000");
    assertThat(artifact.totalSteps()).isEqualTo(48_000);
    assertThat(artifact.longRun().extension().fromStep()).isEqualTo(23_904);
    assertThat(artifact.scheduleFor(24_000).learningRate(23_904))
        .as("the steps are the run's own, whatever the job says")
        .isEqualTo(artifact.schedule().learningRate(23_904));
    assertThat(lode("check").status()).isZero();

    Answer earlier =
        lode(
            "extend",
            "--run",
            "wsd_20000_24000",
            "--steps",
            "48000",
            "--from-step",
            "20000",
            "--group",
            GROUP,
            "--set",
            "train.members=2");
    assertThat(earlier.json().get("version").asInt()).isEqualTo(2);
    assertThat(earlier.json().get("earlier").isNull()).isTrue();
  }

  @Test
  void publishesATrunkWithItsCooldownsAndShowsThemInTheReport() throws IOException {
    Answer generated = lode("generate", "--anytime", "--group", GROUP, "--set", "train.members=2");
    assertThat(generated.status()).as(generated.errors()).isZero();
    JsonNode schedule = generated.json().at("/schedules/0");
    assertThat(schedule.get("path").asText())
        .isEqualTo("schedules/model=25M/dataset=c4/optimizer=adamw/anytime/v000001.json");
    assertThat(schedule.get("steps").asDouble()).as("twice the longest run").isEqualTo(143_872);
    assertThat(schedule.get("cooldowns")).hasSizeGreaterThan(5);
    Path file = folder.resolve("store").resolve(schedule.get("path").asText());
    ScheduleArtifact artifact =
        ScheduleArtifactJson.read(Files.readAllBytes(file), file.toString());
    assertThat(artifact.longRun().cooldowns().stops()).hasSize(schedule.get("cooldowns").size());
    assertThat(lode("check").status()).isZero();
    assertThat(lode("show", "schedules").json().get("schedules"))
        .anyMatch(one -> one.get("path").asText().endsWith("/anytime"));

    Answer report = lode("report", "--group", GROUP, "--set", "report.held-out=false");
    assertThat(report.status()).as(report.errors()).isZero();
    String page = page();
    assertThat(page)
        .contains("A training without a known end", "Stop here, cool down so, get this")
        .contains("<td class=\"number\">" + schedule.at("/cooldowns/0/fromStep").asInt());
    Answer tooShort = lode("generate", "--anytime", "--steps", "100", "--group", GROUP);
    assertThat(tooShort.status()).isEqualTo(4);
    assertThat(tooShort.errors()).contains("must be planned beyond step 17984");
  }

  private static String page() throws IOException {
    try (Stream<Path> pages = Files.list(folder.resolve("store/report/groups"))) {
      return Files.readString(
          pages.filter(page -> page.toString().endsWith(".html")).findFirst().orElseThrow());
    }
  }

  @Test
  void wrongExtensionsAreOneClearLine() throws IOException {
    String[] run = {"extend", "--group", GROUP, "--run", "cosine_24000", "--steps"};
    Answer shorter = lode(with(run, "20000"));
    assertThat(shorter.status()).isEqualTo(2);
    assertThat(shorter.errors())
        .isEqualTo(
            "lode: run cosine_24000 takes 23920 steps already; expected more than that, found"
                + " 20000\n");
    assertThat(lode(with(run, "many")).errors())
        .isEqualTo(
            "lode: --steps takes a whole number of steps over 0, such as 50000, found 'many'\n");
    assertThat(lode(with(run, "48000", "--from-step", "30000")).errors())
        .isEqualTo(
            "lode: run cosine_24000 can go on from a step that it has logged, from 2160 to 23920,"
                + " found 30000\n");
    Answer unknown = lode("extend", "--run", "nobody", "--steps", "48000");
    assertThat(unknown.status()).isEqualTo(3);
    assertThat(unknown.errors()).contains("holds no run nobody of all groups");
    assertThat(lode("extend", "--run", "cosine_24000", "--steps", "48000").errors())
        .isEqualTo("lode: run cosine_24000 is in 2 groups; name one with --group\n");
  }

  private static String[] with(String[] arguments, String... more) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(Arrays.asList(more));
    return all.toArray(String[]::new);
  }

  @Test
  void judgesForecastsOfLongerRunsByWhatHadHappened() throws IOException {
    Answer tested = lode("backtest", "--train-steps", "24000", "--group", GROUP);
    assertThat(tested.status()).as(tested.errors()).isZero();
    assertThat(tested.json().get("predictors"))
        .filteredOn(row -> row.get("predictor").asText().equals("chosen"))
        .first()
        .satisfies(row -> assertThat(row.get("mae").asDouble()).isLessThan(0.03))
        .satisfies(row -> assertThat(row.get("within95").asDouble()).isBetween(0.8, 1.0));
    assertThat(tested.json().get("predictors"))
        .filteredOn(row -> row.get("predictor").asText().equals("nearest-run"))
        .first()
        .satisfies(row -> assertThat(row.get("within68").isNull()).isTrue());
    assertThat(tested.json().at("/groups/0/forecaster").asText()).isEqualTo("long-run");
    assertThat(tested.json().get("runs"))
        .extracting(row -> row.get("run").asText())
        .containsOnly("constant_72000", "cosine_72000");
  }

  @Test
  void wrongStepsAreOneClearLine() throws IOException {
    assertThat(lode("generate", "--steps", "-5").errors())
        .isEqualTo(
            "lode: --steps takes a whole number of steps over 0, such as 50000, found '-5'\n");
    assertThat(lode("backtest", "--train-runs", "a", "--train-steps", "5").errors())
        .isEqualTo("lode: backtest takes either --train-runs or --train-steps, found both\n");
    Answer none = lode("backtest", "--train-steps", "100000", "--group", GROUP);
    assertThat(none.status()).isEqualTo(4);
    assertThat(none.errors())
        .contains("has 9 runs to fit up to step 100000 and 0 longer ones to forecast");
  }
}
