package io.lode.jobs.cli;

import static io.lode.jobs.cli.SweptStore.WORLD;
import static io.lode.jobs.cli.SweptStore.train;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.lode.artifact.ScheduleArtifact;
import io.lode.jobs.cli.SweptStore.Answer;
import io.lode.jobs.store.artifacts.RunLogs;
import io.lode.jobs.store.files.StoreFiles;
import io.lode.lab.load.SimulatedLogs;
import io.lode.lab.world.Difference;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs in flight of a simulated world, replanned by the command on a real Spark. */
class ReplanCommandTest {

  private static final GroupKey GROUP = new GroupKey("mlp/1", "toy", "sgd");
  private static final String RUN = "run 1/../*";

  @TempDir private static Path folder;

  private static SweptStore store;
  private static StoreFiles files;
  private static SimulatedLogs logs;
  private static ScheduleArtifact published;
  private static String publishedPath;

  @BeforeAll
  static void publishASchedule() throws IOException {
    store = SweptStore.below(folder);
    files = store.files();
    logs = store.logs();
    publishedPath = store.publishedPath();
    published = store.published();
  }

  @AfterEach
  void removeRunsInFlight() throws IOException {
    store.removeRunsInFlight();
  }

  private static ScheduleArtifact artifact(String path) {
    return store.artifact(path);
  }

  private static Answer lode(String... arguments) throws IOException {
    return store.lode(arguments);
  }

  @Test
  void aRunGetsItsOwnPlanThatRepeatsItsPast() throws IOException {
    Run run = train(WORLD, published.schedule(), RUN);
    logs.append(run, publishedPath, 0, 240, 1);

    Answer first = lode("replan");

    assertThat(first.status()).as(first.errors()).isZero();
    JsonNode revised = first.json().at("/runs/0");
    assertThat(revised.get("run").asText()).isEqualTo(RUN);
    assertThat(revised.get("decision").asText())
        .as(revised.get("reason").asText())
        .isEqualTo("revised");
    assertThat(revised.get("version").asInt()).isEqualTo(1);
    assertThat(revised.get("step").asDouble()).isEqualTo(240);
    ScheduleArtifact plan = artifact(revised.get("path").asText());
    assertThat(plan.run()).isEqualTo(RUN);
    double largestStep = 0;
    for (int step = 0; step < 1200; step++) {
      double rate = plan.schedule().learningRate(step);
      if (step <= 240) {
        assertThat(rate / published.schedule().learningRate(step)).isCloseTo(1, within(1e-12));
      }
      assertThat(rate).isBetween(plan.bounds().minimum(), plan.bounds().maximum());
      double change =
          Math.log(plan.schedule().learningRate(step + 1) / rate)
              - Math.log(
                  published.schedule().learningRate(step + 1)
                      / published.schedule().learningRate(step));
      largestStep = Math.max(largestStep, Math.abs(change));
    }
    // The whole radius within the ramp, a fiftieth of 1,200 steps.
    assertThat(largestStep).isBetween(1e-4, 0.4 / 24 + 1e-9);
    double before = WORLD.trueOutcome(published.schedule(), 1200, 1, 1).mean();
    double after = WORLD.trueOutcome(plan.schedule(), 1200, 1, 1).mean();
    assertThat(after).isLessThan(before);

    Answer again = lode("replan");
    assertThat(again.json().get("runs")).isEmpty();
    assertThat(again.json().at("/skipped/0/reason").asText())
        .isEqualTo("nothing was logged since it was replanned");
  }

  @Test
  void aPlanOfAPassThatWasKilledBeforeItWasTheLatestIsNotPublishedTwice() throws IOException {
    logs.append(train(WORLD, published.schedule(), RUN), publishedPath, 0, 240, 1);
    JsonNode first = lode("replan").json().at("/runs/0");
    Path plans = folder.resolve("store").resolve(first.get("path").asText()).getParent();
    byte[] latest = Files.readAllBytes(plans.resolve("latest.json"));
    Files.delete(plans.resolve("latest.json"));
    try (Stream<Path> state = Files.walk(folder.resolve("store/state"))) {
      Path replan = state.filter(path -> path.endsWith("replan.json")).findFirst().orElseThrow();
      String said = Files.readString(replan);
      Files.writeString(
          replan,
          said.replace("\"versionBefore\":1", "\"versionBefore\":0").replace("true", "false"));
      assertThat(Files.readString(replan)).isNotEqualTo(said);
    }

    JsonNode again = lode("replan").json().at("/runs/0");

    assertThat(again.get("decision").asText()).isEqualTo("revised");
    assertThat(again.get("path")).isEqualTo(first.get("path"));
    assertThat(Files.readAllBytes(plans.resolve("latest.json"))).isEqualTo(latest);
    assertThat(plans.resolve("v000002.json")).doesNotExist();
  }

  @Test
  void whatifForecastsARunFromWhereItIs() throws IOException {
    Run run = train(WORLD.with(new Difference.Pace(1.2)), published.schedule(), RUN);
    logs.append(run, publishedPath, 0, 600, 1);
    Path csv = folder.resolve("rest.csv");
    Files.writeString(csv, "step,learning_rate\n600,0.05\n1200,0.001\n");

    Answer whatif = lode("whatif", "--run", RUN, "--schedule", csv.toString());

    assertThat(whatif.status()).as(whatif.errors()).isZero();
    assertThat(whatif.json().get("times")).hasSize(60);
    double logged = run.trajectory().objective()[29];
    assertThat(whatif.json().at("/objective/29").asDouble() / logged).isBetween(0.8, 1.25);

    Answer unknown = lode("whatif", "--run", "another", "--schedule", csv.toString());
    assertThat(unknown.status()).isEqualTo(3);
    assertThat(unknown.errors()).contains("holds no run another in flight of all groups");
  }

  @Test
  void runsThatCannotBePlannedAreReportedWithTheReason() throws IOException {
    Run run = train(WORLD, published.schedule(), "elsewhere");
    logs.append(run, "schedules/none.json", 0, 240, 1);
    Run other = train(WORLD, step -> 0.5 * published.schedule().learningRate(step), "own way");
    logs.append(other, publishedPath, 0, 240, 1);
    Run done = train(WORLD, published.schedule(), "done");
    logs.append(done, publishedPath, 0, 1200, 1);
    logs.describe(done, publishedPath, "completed");
    new SimulatedLogs(files, GROUP, WORLD.objective()).append(run, publishedPath, 0, 240, 1);

    Answer answer = lode("replan");

    assertThat(answer.status()).isZero();
    assertThat(answer.json().get("runs")).isEmpty();
    List<String> reasons = new ArrayList<>();
    answer
        .json()
        .get("skipped")
        .forEach(
            run1 -> reasons.add(run1.get("run").asText() + ": " + run1.get("reason").asText()));
    assertThat(reasons).hasSize(3);
    assertThat(reasons)
        .contains("elsewhere: it follows schedules/none.json, which is missing")
        .anyMatch(reason -> reason.startsWith("own way: it logged the learning rate "))
        .anyMatch(reason -> reason.contains("its group has no sweep in the store"));
  }

  @Test
  void aDamagedLogFailsAlone() throws IOException {
    Run run = train(WORLD, published.schedule(), "good");
    logs.append(run, publishedPath, 0, 240, 1);
    Run bad = train(WORLD, published.schedule(), "bad");
    logs.append(bad, publishedPath, 0, 240, 1);
    String part = new RunLogs(files).folder(logs.group(), "bad") + "/part-000002.jsonl";
    files.create(part, "{\"step\": 260".getBytes(UTF_8));

    Answer answer = lode("replan");

    assertThat(answer.status()).isEqualTo(4);
    assertThat(answer.json().get("runs")).hasSize(1);
    assertThat(answer.errors()).contains(part + ": expected a row of run bad with a step");
  }

  @Test
  void watchReplansAsRowsComeInAndEachRowOnce() throws IOException {
    Run run = train(WORLD, published.schedule(), RUN);
    logs.append(run, publishedPath, 0, 240, 1);

    Answer first = lode("replan", "--watch", "--drain");

    assertThat(first.status()).as(first.errors()).isZero();
    assertThat(first.json().get("runs")).hasSize(1);
    String path = first.json().at("/runs/0/path").asText();
    ScheduleArtifact plan = artifact(path);
    Run followed = train(WORLD, plan.schedule(), RUN);
    logs.append(followed, path, 240, 480, 2);
    files.create(
        new RunLogs(files).folder(logs.group(), RUN) + "/part-000003.jsonl",
        "{\"step\": 500".getBytes(UTF_8));

    Answer second = lode("replan", "--watch", "--drain");

    assertThat(second.status()).as(second.errors()).isZero();
    assertThat(second.json().get("runs")).hasSize(1);
    assertThat(second.json().at("/runs/0/step").asDouble()).isEqualTo(480);
    assertThat(second.json().get("skipped")).isEmpty();
    assertThat(second.errors())
        .contains("expected a row of a run with a step, found {\"step\": 500");

    Answer third = lode("replan", "--watch", "--drain");
    assertThat(third.json().get("runs")).isEmpty();
    assertThat(third.errors()).doesNotContain("expected a row");
  }
}
