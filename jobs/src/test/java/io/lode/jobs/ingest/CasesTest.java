package io.lode.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.lode.jobs.conf.source.SourceFile;
import io.lode.jobs.ingest.delivery.IngestReport;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Small logs as programs really leave them, each stored as it should be. */
class CasesTest extends IngestedLogs {

  private static final Path CASES = Path.of("src/test/resources/cases");
  private static final GroupKey ADAM = new GroupKey("m", "d", "adam");

  private IngestReport ingestCase(String name) throws IOException {
    return ingestCase(name, Files.readString(CASES.resolve(name).resolve("source.conf")));
  }

  private IngestReport ingestCase(String name, String source) {
    logs = CASES.resolve(name).resolve("logs").toAbsolutePath();
    return ingest(SourceFile.parse(name, source));
  }

  private static String source(String name) throws IOException {
    return Files.readString(CASES.resolve(name).resolve("source.conf"));
  }

  private static double last(double[] values) {
    return values[values.length - 1];
  }

  @Test
  void ofAttemptsAppendedToOneFileTheLastCounts() throws IOException {
    IngestReport report = ingestCase("restart-appended-csv");
    assertThat(report.observations()).isEqualTo(5);
    assertThat(report.rejectedByReason()).isEqualTo(Map.of("superseded by a restart", 15L));
    assertThat(report.notices())
        .containsExactly(
            "1 runs were started again from an earlier step, and what they had logged from there on"
                + " is void: a (to step 0, 0: 15 rows)");
    Run run = runs(ADAM).get("a");
    assertThat(run.trajectory().step()).containsExactly(0, 1, 2, 3, 4);
    assertThat(run.trajectory().learningRate()).containsOnly(1e-4);
    assertThat(last(run.trajectory().objective())).isEqualTo(1.00);
    assertThat(run.totalSteps()).isEqualTo(4);
    assertThat(rejected().get(0).<String>getAs("detail"))
        .isEqualTo("the run went back to step 0, 0 and logged again from there");
  }

  @Test
  void aLaterEventFileMakesVoidWhatComesAfterItsFirstStep() throws IOException {
    IngestReport report = ingestCase("restart-tensorboard");
    assertThat(report.observations()).isEqualTo(9);
    Run run = runs(ADAM).get("a");
    assertThat(run.trajectory().step()).containsExactly(0, 10, 20, 30, 40, 50, 60, 70, 80);
    assertThat(run.trajectory().learningRate()[5]).isEqualTo(0.1f);
    assertThat(Arrays.copyOfRange(run.trajectory().learningRate(), 6, 9)).containsOnly(0.05f);
    assertThat(last(run.trajectory().objective())).isEqualTo(2.676923990249634);
    assertThat(run.totalSteps()).isEqualTo(80);
  }

  @Test
  void aSecondHeaderIsOne() throws IOException {
    IngestReport report = ingestCase("csv-header-again");
    assertThat(report.observations()).isEqualTo(4);
    assertThat(report.rejected()).isZero();
    assertThat(runs(ADAM).get("a").trajectory().objective()).containsExactly(4.2, 3.2, 2.7, 2.4);
    Row row = store.observations().rows().filter("step = 30").first();
    assertThat(row.getJavaMap(row.fieldIndex("metrics"))).isEqualTo(Map.of("test/mAP", 0.2));
  }

  @Test
  void rowsThatSayNothingDeclaredMakeNoObservations() throws IOException {
    IngestReport report = ingestCase("lightning-validation-batch-counter");
    assertThat(report.observations()).isEqualTo(3);
    assertThat(report.rejectedByReason().keySet()).containsExactly("nothing declared");
    Run run = runs(ADAM).get("a");
    assertThat(run.trajectory().step()).containsExactly(49, 99, 149);
    assertThat(run.trajectory().trainLoss()).doesNotContain(Double.NaN);
    assertThat(run.trajectory().objective()).doesNotContain(Double.NaN);
    assertThat(run.totalSteps()).isEqualTo(300);
    assertThat(run.status()).isEqualTo(RunStatus.STOPPED);
  }

  @Test
  void oneTagInTwoFoldersIsRefusedUntilColumnsSayWhich() throws IOException {
    String name = "tensorboard-train-validation-folders";
    IngestReport refused = ingestCase(name);
    assertThat(refused.observations()).isZero();
    assertThat(refused.rejectedByReason()).isEqualTo(Map.of("one name in two folders", 18L));
    assertThat(rejected().get(0).<String>getAs("detail"))
        .isEqualTo(
            "train_loss of run a is logged in the folders train and validation; expected columns"
                + " that say which, such as train_loss = \"train:TAG\", or a path that leaves the"
                + " others out");
    IngestReport report =
        ingestCase(
            name,
            source(name)
                .replace(
                    "train_loss = epoch_loss",
                    "train_loss = \"train:epoch_loss\", validation_loss ="
                        + " \"validation:epoch_loss\""));
    assertThat(report.observations()).isEqualTo(6);
    assertThat(report.rejected()).isZero();
    Run run = runs(ADAM).get("a");
    assertThat(run.trajectory().trainLoss()).containsExactly(4.0, 3.75, 3.5, 3.25, 3.0, 2.75);
    assertThat(
            store.observations().rows().orderBy("step").collectAsList().stream()
                .map(row -> row.<Double>getAs("validation_loss")))
        .containsExactly(6.0, 5.75, 5.5, 5.25, 5.0, 4.75);
  }

  @Test
  void runsThatStayAtTheirFirstLossHaveTheStatusPlateauAndItsReason() throws IOException {
    IngestReport report = ingestCase("plateau-is-no-divergence");
    Map<String, Run> runs = runs(new GroupKey("m", "d", "adamw"));
    for (int i = 0; i < 14; i++) {
      assertThat(runs.get("r%02d".formatted(i)).status())
          .as("run %d", i)
          .isEqualTo(i < 10 ? RunStatus.COMPLETED : RunStatus.PLATEAU);
    }
    assertThat(report.notices())
        .anyMatch(line -> line.startsWith("4 runs sit on a plateau: r10 ("));
    Row row = store.trajectories().rows().filter("run = 'r11'").first();
    assertThat(row.<String>getAs("status_reason"))
        .startsWith("validation_loss was 7.5731 in the first quarter of 499 steps and at best")
        .contains("; run r0")
        .endsWith("in the same steps");
    // A second delivery finds the same and changes nothing.
    var before = snapshots();
    ingestCase("plateau-is-no-divergence");
    assertThat(snapshots()).isEqualTo(before);
  }

  @Test
  void pilotsAmongTrainingsAreToldAndLeftOutWhereTheSourceSaysSo() throws IOException {
    String name = "pilot-runs-decide-horizon";
    IngestReport report = ingestCase(name);
    assertThat(report.runs()).isEqualTo(8);
    assertThat(report.notices())
        .anyMatch(
            line ->
                line.startsWith(
                    "group model=m/dataset=d/optimizer=adam: 5 runs of at most 20 steps, such as"
                        + " pilot-0, are in one group with runs of up to 4000"));
    // What an earlier delivery brought is taken out again.
    IngestReport without =
        ingestCase(name, source(name).replace("format = csv", "format = csv, least-steps = 100"));
    assertThat(without.runs()).isEqualTo(3);
    assertThat(without.rejectedByReason()).isEqualTo(Map.of("left out", 25L));
    assertThat(runs(ADAM).keySet()).containsExactlyInAnyOrder("full-0", "full-1", "full-2");
    assertThat(store.observations().rows().filter("run like 'pilot%'").count()).isZero();
  }

  @Test
  void runsAreLeftOutByACondition() throws IOException {
    String name = "plateau-is-no-divergence";
    IngestReport report =
        ingestCase(
            name,
            source(name).replace("format = csv", "format = csv, leave-out = [\"lr >= 3e-4\"]"));
    assertThat(report.runs()).isEqualTo(10);
    assertThat(report.notices())
        .anyMatch(line -> line.startsWith("4 runs are left out, as the source says: r1"));
    assertThat(rejected().get(0).<String>getAs("detail"))
        .isEqualTo("leave-out says lr >= 3e-4, found 3.64367E-4");
  }

  @Test
  void anEmptyLossIsNanWhereTheSourceSaysSo() throws IOException {
    String name = "diverged-run-exported-empty";
    IngestReport report = ingestCase(name);
    assertThat(report.withoutObjective()).isEqualTo(1);
    assertThat(report.notices())
        .anyMatch(line -> line.startsWith("1 runs have no value of") && line.endsWith(": a"));
    ingestCase(
        name,
        source(name).replace("format = csv", "format = csv, empty-is-nan = [loss, val_loss]"));
    Run diverged = runs(ADAM).get("a");
    assertThat(diverged.status()).isEqualTo(RunStatus.DIVERGED);
    assertThat(runs(ADAM).get("b").status()).isEqualTo(RunStatus.COMPLETED);
    Row row = store.trajectories().rows().filter("run = 'a'").first();
    assertThat(row.<String>getAs("status_reason")).isEqualTo("train_loss is NaN at step 1.0");
  }

  @Test
  void aConstantRateNeedsNoTotal() throws IOException {
    IngestReport report = ingestCase("constant-rate-without-total");
    assertThat(report.observations()).isEqualTo(42);
    Map<String, Run> runs = runs(ADAM);
    assertThat(runs.get("short").totalSteps()).isEqualTo(99);
    assertThat(runs.get("long").totalSteps()).isEqualTo(1999);
    assertThat(runs.get("long").trajectory().learningRate()).hasSize(40).containsOnly(0.001);
  }

  @Test
  void aTotalOfZeroIsNotKnownAndTheLastStepStandsForIt() throws IOException {
    IngestReport report = ingestCase("total-steps-zero");
    assertThat(report.observations()).isEqualTo(10);
    assertThat(report.notices())
        .containsExactly(
            "1 runs were planned for no known number of steps, so their last step stands for it:"
                + " by-tokens");
    assertThat(runs(ADAM).get("by-tokens").totalSteps()).isEqualTo(40);
  }

  @Test
  void aColumnMayBeAFieldAndPartOfTheName() throws IOException {
    IngestReport report = ingestCase("column-as-field-and-name");
    assertThat(report.observations()).isEqualTo(12);
    GroupKey adam = new GroupKey("m", "d", "Adam");
    assertThat(runs(adam).keySet()).containsExactlyInAnyOrder("Adam-0.01", "Adam-0.1");
    Run run = runs(adam).get("Adam-0.1");
    assertThat(run.trajectory().learningRate()).containsExactly(0.1, 0.1, 0.1);
    assertThat(run.hyperparameters()).containsEntry("Learning_Rate", "0.1");
    // A name in a constant is enough to make a column part of it.
    store = io.lode.jobs.store.Store.open(SPARK, folder.resolve("other").toString());
    String without =
        source("column-as-field-and-name")
            .replace("hyperparameter-columns = [\"Optimizer\", \"Learning_Rate\"]", "");
    assertThat(ingestCase("column-as-field-and-name", without).observations()).isEqualTo(12);
    assertThat(runs(adam).get("Adam-0.01").hyperparameters()).isEmpty();
  }

  @Test
  void yamlWhoseAliasesNameThemselvesDoesNotHang() {
    String source =
        """
        source {
          format = csv
          path = "{model}/{dataset}/{run}/log.csv"
          hyperparameters = "config.yaml"
          columns {
            step = step, learning_rate = learning_rate
            train_loss = train_loss, validation_loss = validation_loss
          }
          objective { metric = validation_loss, direction = minimize }
        }
        """;
    IngestReport report =
        assertTimeoutPreemptively(
            Duration.ofMinutes(2), () -> ingestCase("yaml-recursive", source));
    assertThat(report.rejectedByReason()).isEqualTo(Map.of("hyperparameters unreadable", 40L));
    assertThat(rejected().get(0).<String>getAs("detail"))
        .endsWith("config.yaml: an alias names the mapping that it is in, at 'a.b.'");
  }

  @Test
  void aFolderAndAnotherAxisOfStepsMayBePartOfATag() throws IOException {
    String name = "tensorboard-train-validation-folders";
    String source =
        source(name)
            .replace(
                "train_loss = epoch_loss",
                "train_loss = \"train:epoch_loss\", validation_loss = \"validation:epoch_loss\"")
            .replace(
                "format = tensorboard",
                "format = tensorboard, steps { \"*\" = \"100 * (step + 1)\" }");
    ingestCase(name, source);
    Trajectory trajectory = runs(ADAM).get("a").trajectory();
    assertThat(trajectory.step())
        .containsExactly(IntStream.rangeClosed(1, 6).mapToDouble(i -> 100 * i).toArray());
  }

  private static final String FOLDERS =
      """
      source {
        format = csv
        path = "{run}/*/log.csv"
        constants { model = m, dataset = d, optimizer = adam }
        columns { step = step, learning_rate = lr, train_loss = "train:loss", validation_loss = "val:loss" }
        objective { metric = validation_loss, direction = minimize }
      }
      """;

  @Test
  void whatFoldersSayAlikeIsNoQuarrelAndTheirOtherMetricsKeepApart() throws IOException {
    log("a/train/log.csv", "step,lr,loss,acc", "1,0.1,2,0.5", "2,0.1,1,0.6");
    log("a/val/log.csv", "step,lr,loss,acc", "1,0.1,4,0.3", "2,0.1,3,0.4");
    IngestReport report = ingest(SourceFile.parse("folders", FOLDERS));
    assertThat(report.observations()).isEqualTo(2);
    Row row = store.observations().rows().filter("step = 2").first();
    assertThat(row.<Double>getAs("train_loss")).isEqualTo(1);
    assertThat(row.<Double>getAs("validation_loss")).isEqualTo(3);
    assertThat(row.getJavaMap(row.fieldIndex("metrics")))
        .isEqualTo(Map.of("train:acc", 0.6, "val:acc", 0.4));
  }

  @Test
  void foldersThatDifferInNumbersAreAttemptsAndTenComesAfterTwo() throws IOException {
    log("a/version_2/log.csv", "step,lr,loss", "1,0.1,2", "2,0.1,1.5", "3,0.1,1.2");
    log("a/version_10/log.csv", "step,lr,loss", "2,0.2,1.4", "3,0.2,1.1");
    IngestReport report =
        ingest(
            SourceFile.parse(
                "attempts",
                FOLDERS
                    .replace("\"train:loss\", validation_loss = \"val:loss\"", "loss")
                    .replace("metric = validation_loss", "metric = train_loss")));
    assertThat(report.rejectedByReason()).isEqualTo(Map.of("superseded by a restart", 2L));
    Run run = runs(ADAM).get("a");
    assertThat(run.trajectory().learningRate()).containsExactly(0.1, 0.2, 0.2);
    assertThat(run.trajectory().trainLoss()).containsExactly(2, 1.4, 1.1);
  }

  @Test
  void aRestartIsFoundInJsonAndInLongTables() throws IOException {
    log(
        "m/a.json",
        "{\"step\": 1, \"lr\": 0.1, \"loss\": 2}",
        "{\"step\": 2, \"lr\": 0.1, \"loss\": 1.5}",
        "{\"step\": 3, \"lr\": 0.1, \"loss\": 1.25}",
        "{\"step\": 2, \"lr\": 0.2, \"loss\": 1.75}");
    ingest(SOURCE.replace("csv", "json"));
    assertThat(runs(GROUP).get("a").trajectory().trainLoss()).containsExactly(2, 1.75);
    store = io.lode.jobs.store.Store.open(SPARK, folder.resolve("long").toString());
    log(
        "m/b.csv",
        "step,metric,value",
        "1,lr,0.1",
        "1,loss,2",
        "2,lr,0.1",
        "2,loss,1.5",
        "3,lr,0.1",
        "3,loss,1.25",
        "2,lr,0.2",
        "2,loss,1.75");
    IngestReport report =
        ingest(
            SOURCE.replace(
                "format = csv", "format = csv, long { metric = metric, value = value }"));
    assertThat(report.rejectedByReason()).isEqualTo(Map.of("superseded by a restart", 4L));
    assertThat(runs(GROUP).get("b").trajectory().learningRate()).containsExactly(0.1, 0.2);
  }

  @Test
  void aRunResumedByALaterDeliveryEndsAsIfBothHadComeAtOnce() throws IOException {
    String parts = SOURCE.replace("{model}/{run}.csv", "{model}/{run}/part-*.csv");
    log("m/a/part-1.csv", "step,lr,loss", "1,0.1,2", "2,0.1,1.5", "3,0.1,1.2");
    ingest(parts);
    Path first = logs;
    logs = Files.createDirectories(folder.resolve("later"));
    log("m/a/part-2.csv", "step,lr,loss", "2,0.2,1.4");
    ingest(parts);
    // The folders of the deliveries differ, so which file came first is told by their paths.
    assertThat(runs(GROUP).get("a").trajectory().step()).containsExactly(1, 2, 3);
    logs = first;
    log("m/a/part-2.csv", "step,lr,loss", "2,0.2,1.4");
    ingest(parts);
    assertThat(runs(GROUP).get("a").trajectory().trainLoss()).containsExactly(2, 1.4);
  }

  @Test
  void storedRowsOfSeveralFilesAreNoAttempts() throws IOException {
    String parts = SOURCE.replace("{model}/{run}.csv", "{model}/{run}/part-*.csv");
    log("m/a/part-1.csv", "step,lr,loss", "1,0.1,2", "2,0.1,1.5", "3,0.1,1.2", "4,0.1,1.1");
    log("m/a/part-2.csv", "step,lr,loss,acc", "2,,,0.5");
    ingest(parts);
    Files.delete(logs.resolve("m/a/part-1.csv"));
    Files.delete(logs.resolve("m/a/part-2.csv"));
    log("m/a/part-3.csv", "step,lr,loss", "5,0.1,1.0", "6,0.1,0.9", "5,0.2,1.1");
    IngestReport report = ingest(parts);
    assertThat(report.rejectedByReason()).isEqualTo(Map.of("superseded by a restart", 2L));
    assertThat(runs(GROUP).get("a").trajectory().step()).containsExactly(1, 2, 3, 4, 5);
    log("m/a/part-4.csv", "step,lr,loss", "3,0.3,1.3");
    Files.delete(logs.resolve("m/a/part-3.csv"));
    ingest(parts);
    assertThat(runs(GROUP).get("a").trajectory().learningRate()).containsExactly(0.1, 0.1, 0.3);
    assertThat(store.observations().rows().count()).isEqualTo(3);
  }

  @Test
  void aMetricThatEndsFarBeforeTheOthersIsTold() throws IOException {
    List<String> lines = new ArrayList<>(List.of("step,metric,value"));
    for (int batch = 0; batch <= 1000; batch += 10) {
      lines.add(batch + ",lr,0.1");
      lines.add(batch + ",loss," + 1000.0 / (batch + 100));
    }
    for (int epoch = 0; epoch < 10; epoch++) {
      lines.add(epoch + ",val," + 10.0 / (epoch + 1));
    }
    log("m/a.csv", lines.toArray(String[]::new));
    String source =
        SOURCE
            .replace("format = csv", "format = csv, long { metric = metric, value = value }")
            .replace("train_loss = loss", "train_loss = loss, validation_loss = val");
    assertThat(ingest(source).notices())
        .anyMatch(
            line ->
                line.startsWith("1 runs have a metric that ends far before the others")
                    && line.endsWith(": a (validation_loss ends at step 9 of 1000)"));
    IngestReport report =
        ingest(
            source.replace("format = csv", "format = csv, steps { val = \"100 * (step + 1)\" }"));
    assertThat(report.notices()).isEmpty();
    assertThat(
            store
                .observations()
                .rows()
                .filter("validation_loss is not null")
                .orderBy("step")
                .collectAsList()
                .stream()
                .map(row -> row.<Double>getAs("step")))
        .startsWith(100.0, 200.0)
        .endsWith(1000.0);
  }

  @Test
  void statusesOfStoredRunsChangeWhereNewRunsShowThatMoreCouldBeLearned() throws IOException {
    String[] flat = new String[12];
    String[] falling = new String[12];
    flat[0] = falling[0] = "step,lr,loss";
    for (int i = 1; i < 12; i++) {
      flat[i] = i * 10 + ",0.9,5.0";
      falling[i] = i * 10 + ",0.1," + 5.0 / i;
    }
    log("m/flat.csv", flat);
    ingest(SOURCE);
    assertThat(runs(GROUP).get("flat").status()).isEqualTo(RunStatus.COMPLETED);
    Files.delete(logs.resolve("m/flat.csv"));
    log("m/falling.csv", falling);
    IngestReport report = ingest(SOURCE);
    assertThat(runs(GROUP).get("flat").status()).isEqualTo(RunStatus.PLATEAU);
    assertThat(report.notices())
        .containsExactly(
            "1 runs sit on a plateau: flat (train_loss was 5.0000 in the first quarter of 110 steps and"
                + " at best 5.0000 after it; run falling went from 2.5000 to 0.45455 in the same steps)");
  }

  @Test
  void aStoreOfAnEarlierBuildGetsTheNewColumns() throws IOException {
    log("m/a.csv", run(3));
    ingest(SOURCE);
    SPARK.sql("ALTER TABLE " + catalog() + ".trajectories DROP COLUMNS (status_reason, removed)");
    log("m/b.csv", run(4));
    ingest(SOURCE);
    assertThat(runs(GROUP).keySet()).containsExactlyInAnyOrder("a", "b");
    assertThat(store.trajectories().rows().columns()).contains("status_reason", "removed");
  }

  private String catalog() {
    return "lode_"
        + java.util
            .UUID
            .nameUUIDFromBytes(store.root().getBytes(java.nio.charset.StandardCharsets.UTF_8))
            .toString()
            .replace('-', '_');
  }
}
