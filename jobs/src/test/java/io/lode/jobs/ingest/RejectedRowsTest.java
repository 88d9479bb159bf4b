package io.lode.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.jobs.NothingUsableException;
import io.lode.jobs.UsageException;
import io.lode.jobs.ingest.delivery.IngestReport;
import io.lode.jobs.store.tables.GroupSummary;
import io.lode.trajectory.Objective;
import io.lode.trajectory.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Rows, files and deliveries that cannot be used. */
class RejectedRowsTest extends IngestedLogs {

  @Test
  void everyBadRowIsRejectedWithItsReason() throws IOException {
    log(
        "m/a.csv",
        "step,lr,loss",
        "10,0.1,2.0",
        "abc,0.1,2.0",
        ",0.1,2.0",
        "nan,0.1,2.0",
        "-1,0.1,2.0",
        "20,abc,2.0",
        "20,nan,2.0",
        "20,-0.1,2.0",
        "15,0,1.95",
        "20,,1.9",
        "20,0.1,high",
        "20,0.1",
        "20,0.1,1.9,7",
        "30,0.1,1.8",
        "30,0.1,1.7");
    Files.writeString(logs.resolve("m/a.csv"), "40,0.", java.nio.file.StandardOpenOption.APPEND);
    log("m/b.csv", "step,loss", "10,2.0", "20,1.9");
    log("m/c.csv", "step,lr,loss");
    Files.createFile(logs.resolve("m/d.csv"));
    IngestReport report = ingest(SOURCE);
    assertThat(report.rejectedByReason())
        .isEqualTo(
            Map.ofEntries(
                Map.entry("step is not a number", 1L),
                Map.entry("step is missing", 1L),
                Map.entry("step is not finite", 1L),
                Map.entry("step is negative", 1L),
                Map.entry("learning_rate is not a number", 1L),
                Map.entry("learning_rate is not finite", 1L),
                Map.entry("learning_rate is negative", 1L),
                Map.entry("train_loss is not a number", 1L),
                Map.entry("wrong number of columns", 2L),
                Map.entry("truncated row", 1L),
                Map.entry("repeated step", 1L),
                Map.entry("no column lr", 2L),
                Map.entry("no rows", 1L),
                Map.entry("unreadable file", 1L)));
    assertThat(report.observations()).isEqualTo(4);
    assertThat(report.observations() + report.rejected()).isEqualTo(report.rows());
    assertThat(runs(GROUP).get("a").trajectory().trainLoss()).containsExactly(2.0, 1.95, 1.9, 1.7);
    assertThat(runs(GROUP).get("a").trajectory().learningRate()[1]).isZero();
    List<Row> rejected = rejected();
    assertThat(rejected).hasSize((int) report.rejected());
    Row first = rejected.get(0);
    assertThat(first.<String>getAs("file")).endsWith("logs/m/a.csv");
    assertThat(first.<Long>getAs("row")).isEqualTo(3);
    assertThat(first.<String>getAs("raw")).isEqualTo("abc,0.1,2.0");
    assertThat(first.<String>getAs("detail"))
        .isEqualTo("column step: found 'abc', expected a number");
    assertThat(first.<String>getAs("ingest_id")).isEqualTo(report.delivery());
  }

  @Test
  void rejectedRowsAreKeptOnce() throws IOException {
    log("m/a.csv", "step,lr,loss", "10,0.1,2.0", "abc,0.1,2.0");
    ingest(SOURCE);
    log("m/b.csv", run(2));
    assertThat(ingest(SOURCE).rejected()).isEqualTo(1);
    assertThat(rejected()).hasSize(1);
  }

  @Test
  void nothingUsableIsReportedAndKept() throws IOException {
    log("m/a.csv", "step,lr,loss", "x,0.1,2.0");
    IngestReport report = ingest(SOURCE);
    assertThat(report.observations()).isZero();
    assertThat(rejected()).hasSize(1);
    assertThat(store.findTrajectories()).isEmpty();
    assertThatThrownBy(() -> store.trajectories())
        .isInstanceOf(NothingUsableException.class)
        .hasMessage("store " + store.root() + " holds no runs; expected some from lode ingest");
  }

  @Test
  void anEmptyFolderAWrongPathAndOtherFilesAreTold() throws IOException {
    assertThatThrownBy(() -> ingest(SOURCE))
        .isInstanceOf(NothingUsableException.class)
        .hasMessage("no file below " + logs + " matches {model}/{run}.csv, found no files");
    log("m/notes.txt", "hello");
    assertThatThrownBy(() -> ingest(SOURCE))
        .isInstanceOf(NothingUsableException.class)
        .hasMessage(
            "no file below "
                + logs
                + " matches {model}/{run}.csv, found others, such as m/notes.txt");
    logs = logs.resolve("missing");
    assertThatThrownBy(() -> ingest(SOURCE))
        .isInstanceOf(UsageException.class)
        .hasMessage("--input " + logs + " does not exist");
  }

  @Test
  void twoFilesOfOneRunAreRefused() throws IOException {
    log("x/a.csv", run(2));
    log("y/a.csv", run(2));
    String merged =
        SOURCE.replace("{model}/", "{study}/").replace("dataset = d", "dataset = d, model = m");
    assertThatThrownBy(() -> ingest(merged))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("run a of model m is in two files, ")
        .hasMessageContaining("expected a run name that tells them apart");
    assertThat(store.findTrajectories()).isEmpty();
    assertThat(
            ingest(merged.replace("optimizer = o", "optimizer = o, run = \"{study}-{run}\""))
                .runs())
        .isEqualTo(2);
  }

  @Test
  void aGroupKeepsOneObjective() throws IOException {
    log("m/a.csv", run(2));
    ingest(SOURCE);
    Files.delete(logs.resolve("m/a.csv"));
    log("m/b.csv", "step,lr,loss,acc", "10,0.1,1.0,0.5");
    String other = SOURCE.replace("train_loss, direction = minimize", "acc, direction = maximize");
    assertThatThrownBy(() -> ingest(other))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "group model=m/dataset=d/optimizer=o has runs judged by train_loss, such as a, found acc"
                + " in the source; expected one objective, or all runs of the group in this delivery");
    log("m/a.csv", "step,lr,loss,acc", "10,0.1,1.9,0.4", "20,0.1,1.8,0.6");
    ingest(other);
    GroupSummary summary = store.trajectories().groups().get(0);
    assertThat(summary.objective()).isEqualTo(Objective.maximize("acc", 1));
    assertThat(runs(GROUP).get("a").trajectory().objective()).containsExactly(0.4, 0.6);
  }

  @Test
  void hyperparametersThatCannotBeReadRejectTheirRows() throws IOException {
    String derived =
        SOURCE
            .replace("learning_rate = lr,", "")
            .replace(
                "format = csv",
                "format = csv, hyperparameters = h.json, learning-rate { derive = constant, peak ="
                    + " \"${rate}\", total-steps = 30 }")
            .replace("{run}.csv", "{run}/log.csv");
    log("m/good/log.csv", run(2));
    log("m/good/h.json", "{\"rate\": 0.5, \"nested\": {\"x\": 1}}");
    log("m/missing/log.csv", run(2));
    log("m/text/log.csv", run(2));
    log("m/text/h.json", "{\"rate\": \"high\"}");
    log("m/broken/log.csv", run(2));
    log("m/broken/h.json", "{\"rate\": ");
    IngestReport report = ingest(derived);
    assertThat(report.observations()).isEqualTo(2);
    assertThat(report.rejectedByReason())
        .isEqualTo(Map.of("learning_rate cannot be derived", 4L, "hyperparameters unreadable", 2L));
    Run good = runs(GROUP).get("good");
    assertThat(good.trajectory().learningRate()).containsExactly(0.5, 0.5);
    assertThat(good.hyperparameters()).isEqualTo(Map.of("rate", "0.5", "nested.x", "1"));
  }
}
