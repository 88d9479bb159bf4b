package io.lode.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.jobs.ingest.delivery.IngestReport;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each kind of log that users have is stored as it says. */
class FormatCasesTest extends LogCases {

  private static final GroupKey GROUP = new GroupKey("m", "d", "adam");

  @Test
  void readsTheFileThatARunOfWandbWrites() {
    use("wandb-local-run-file");
    IngestReport report =
        ingestCase(
            "wandb",
            "wandb/run-*-{run}/*.wandb",
            "learning_rate = lr, train_loss = \"train/loss\", validation_loss = \"val/loss\"",
            VALIDATION + "hyperparameters = \"files/config.yaml\"");
    assertThat(report.rejectedByReason()).isEmpty();
    assertThat(observations("abcd1234"))
        .containsExactly(
            "0.0 0.001 4.0 4.2",
            "10.0 0.001 3.5 3.6667",
            "20.0 0.001 3.1429 3.2857",
            "30.0 0.001 2.875 3.0",
            "40.0 0.001 2.6667 2.7778");
    assertThat(runs(GROUP).get("abcd1234").hyperparameters())
        .isEqualTo(Map.of("batch_size", "32", "lr", "0.001"));
  }

  @Test
  void tellsDamageInAFileOfWandb() throws IOException {
    use("wandb-local-run-file");
    var file = logs.resolve("wandb/run-20240101_000000-abcd1234/run-abcd1234.wandb");
    byte[] bytes = Files.readAllBytes(file);
    bytes[7 + 7 + 98 + 7 + 50] ^= 1;
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 3));
    IngestReport report =
        ingestCase(
            "wandb",
            "wandb/run-*-{run}/*.wandb",
            "learning_rate = lr, train_loss = \"train/loss\", validation_loss = \"val/loss\"",
            VALIDATION);
    assertThat(report.rejectedByReason())
        .isEqualTo(Map.of("damaged record", 1L, "truncated record", 1L));
    assertThat(report.observations()).isEqualTo(3);
  }

  @Test
  void readsAColumnARun() {
    use("wandb-ui-csv-export");
    IngestReport report =
        ingestCase(
            "csv",
            "*.csv",
            "step = Step, validation_loss = \"{run} - val/loss\"",
            VALIDATION + CONSTANT);
    assertThat(report.rejectedByReason()).isEmpty();
    assertThat(observations("quiet-sun-1"))
        .containsExactly("0.0 0.001 - 3.0", "10.0 0.001 - 2.9", "20.0 0.001 - 2.8");
    assertThat(observations("brave-sky-2")).containsExactly("0.0 0.001 - 2.5", "10.0 0.001 - 2.4");
    assertThat(runs(GROUP).keySet()).containsExactlyInAnyOrder("quiet-sun-1", "brave-sky-2");
    assertThat(store.observations().rows().filter("size(metrics) > 0").count()).isZero();
  }

  @Test
  void tellsWhichColumnsATableHasThatNamesNoRun() throws IOException {
    log("a.csv", "Step,loss of a", "0,1");
    IngestReport report =
        ingestCase(
            "csv",
            "*.csv",
            "step = Step, validation_loss = \"{run} - val/loss\"",
            VALIDATION + CONSTANT);
    assertThat(report.observations()).isZero();
    assertThat(rejected().get(0).<String>getAs("reason")).isEqualTo("no column {run} - val/loss");
    assertThat(rejected().get(0).<String>getAs("detail"))
        .isEqualTo("found columns Step, loss of a");
  }

  private static final String EPOCHS =
      "step = epoch, train_loss = training_loss, validation_loss = validation_loss";

  @Test
  void readsADocumentAsARow() {
    use("json-one-document-a-file");
    for (String records : new String[] {"", "records = \"\"\n"}) {
      IngestReport report =
          ingestCase("json", "{run}/metrics_epoch_*.json", EPOCHS, VALIDATION + CONSTANT + records);
      assertThat(report.rejectedByReason()).isEmpty();
      assertThat(observations("a"))
          .containsExactly(
              "0.0 0.001 0.5 0.6", "1.0 0.001 0.4 0.5499999999999999", "2.0 0.001 0.3 0.5");
    }
  }

  @Test
  void readsDocumentsOneAfterAnother() throws IOException {
    log("a/metrics_epoch_all.json", "{", "\"epoch\": 1,", "\"training_loss\": 2}", "{ \"epoch\":");
    Files.writeString(
        logs.resolve("a/metrics_epoch_all.json"),
        "{\n \"epoch\": 1,\n \"training_loss\": 2\n}\n{\n \"epoch\": 2,\n \"training_loss\": 1\n}\n");
    ingestCase("json", "{run}/metrics_epoch_*.json", EPOCHS, VALIDATION + CONSTANT);
    assertThat(observations("a")).containsExactly("1.0 0.001 2.0 -", "2.0 0.001 1.0 -");
  }

  @Test
  void readsElementsOfListsThatTheSourceNames() throws IOException {
    log(
        "a.jsonl",
        "{\"step\": 1, \"lr\": [0.1, 0.2], \"groups\": [{\"loss\": 3}], \"other\": [7, 8]}",
        "{\"step\": 2, \"lr\": [0.1], \"groups\": []}");
    ingestCase(
        "json",
        "{run}.jsonl",
        "step = step, learning_rate = lr.0, validation_loss = \"groups.0.loss\"",
        VALIDATION);
    assertThat(observations("a")).containsExactly("1.0 0.1 - 3.0", "2.0 0.1 - -");
    assertThat(store.observations().rows().filter("size(metrics) > 0").count()).isZero();
  }

  @Test
  void refusesTextAfterAnObjectOfALine() throws IOException {
    log("a.jsonl", "{\"step\": 1, \"lr\": 0.1}{\"step\": 2, \"lr\": 0.1}");
    IngestReport report =
        ingestCase(
            "json",
            "{run}.jsonl",
            "step = step, learning_rate = lr",
            VALIDATION.replace("validation_loss", "loss"));
    assertThat(report.rejectedByReason()).isEqualTo(Map.of("not a JSON object", 1L));
  }

  @Test
  void readsAnArrayAColumn() throws IOException {
    log(
        "a.json",
        "{\"history\": {\"loss\": [3, 2, 1], \"val_loss\": [4, 3], \"lr\": [0.1, 0.1, 0.1]}}");
    ingestCase(
        "json",
        "{run}.json",
        "learning_rate = lr, train_loss = loss, validation_loss = val_loss",
        VALIDATION + "arrays = history\nsteps-from = order");
    assertThat(observations("a"))
        .containsExactly("1.0 0.1 3.0 4.0", "2.0 0.1 2.0 3.0", "3.0 0.1 1.0 -");
  }

  @Test
  void readsArraysByMetric() throws IOException {
    log(
        "a.json",
        "{\"training.loss\": {\"steps\": [10, 20], \"values\": [3, 2]},"
            + " \"lr\": {\"steps\": [10, 20], \"values\": [0.1, 0.05]}}");
    ingestCase(
        "json",
        "{run}.json",
        "step = steps, learning_rate = lr, train_loss = \"training.loss\"",
        "objective { metric = train_loss, direction = minimize }\n"
            + "arrays = \"*\"\nlong { metric = metric, value = values }");
    assertThat(observations("a")).containsExactly("10.0 0.1 3.0 -", "20.0 0.05 2.0 -");
  }

  @Test
  void readsTheDialectsOfCsv() {
    use("csv-dialects");
    IngestReport report =
        ingestCase(
            "csv",
            "{run}.csv",
            "step = step, learning_rate = lr, train_loss = loss, validation_loss = val_loss",
            VALIDATION);
    assertThat(report.rejectedByReason()).isEmpty();
    assertThat(report.observations()).isEqualTo(30);
    for (String run :
        List.of("comment-lines", "decimal-comma", "tensor-text", "thousands", "utf16")) {
      assertThat(observations(run))
          .as(run)
          .containsExactly(
              "0.0 0.1 4.0 4.2",
              "500.0 0.1 3.0 3.2",
              "1000.0 0.1 2.0 2.2",
              "1500.0 0.1 1.0 1.2000000000000002",
              "2000.0 0.1 0.0 0.20000000000000018");
    }
    assertThat(observations("not-available"))
        .containsExactly(
            "0.0 0.1 4.0 4.2",
            "500.0 0.1 3.0 -",
            "1000.0 0.1 2.5 -",
            "1500.0 0.1 2.2 -",
            "2000.0 0.1 2.0 2.2");
  }

  @Test
  void aCommaWhoseMeaningCannotBeToldIsAskedFor() throws IOException {
    log("a.csv", "step,lr,val_loss", "\"1,000\",1,\"1,125\"", "\"2,000\",1,\"1,250\"");
    String columns = "step = step, learning_rate = lr, validation_loss = val_loss";
    assertThat(ingestCase("csv", "{run}.csv", columns, VALIDATION).observations()).isZero();
    assertThat(rejected().get(0).<String>getAs("detail"))
        .isEqualTo(
            "column step: found '1,000', expected a number; say with decimal = \",\" or thousands"
                + " = \",\" in the source what a comma means");
    ingestCase("csv", "{run}.csv", columns, VALIDATION + "thousands = \",\"");
    assertThat(observations("a")).containsExactly("1000.0 1.0 - 1125.0", "2000.0 1.0 - 1250.0");
  }

  @Test
  void aConstantRateNeedsNoTotal() {
    use("constant-rate-without-total");
    ingestCase(
        "csv",
        "{run}.csv",
        "step = step, train_loss = loss",
        "objective { metric = train_loss, direction = minimize }\n"
            + "learning-rate { derive = constant, peak = \"0.001\" }");
    Map<String, Run> runs = runs(GROUP);
    assertThat(runs.get("short").totalSteps()).isEqualTo(99);
    assertThat(runs.get("short").trajectory().learningRate()).containsExactly(0.001, 0.001);
    assertThat(runs.get("long").totalSteps()).isEqualTo(1999);
    assertThat(runs.get("long").trajectory().learningRate()).hasSize(40).containsOnly(0.001);
  }

  @Test
  void aTotalOfZeroIsNotKnown() {
    use("total-steps-zero");
    IngestReport report =
        ingestCase(
            "csv",
            "{run}/log.csv",
            "step = step, learning_rate = lr, train_loss = loss",
            "objective { metric = train_loss, direction = minimize }\n"
                + "hyperparameters = \"config.json\"\ntotal-steps = \"${max_steps}\"");
    assertThat(report.rejectedByReason()).isEmpty();
    assertThat(report.observations()).isEqualTo(10);
    Run run = runs(GROUP).get("by-tokens");
    assertThat(run.totalSteps()).isEqualTo(run.trajectory().step()[4]);
  }

  @Test
  void aColumnMayBeAFieldAndAPartOfTheName() {
    use("column-as-field-and-name");
    IngestReport report =
        ingest(
            """
            source {
              format = csv
              path = "*.csv"
              hyperparameter-columns = ["Optimizer", "Learning_Rate"]
              constants { model = m, dataset = d, sweep = s, optimizer = "{Optimizer}", run = "{Optimizer}-{Learning_Rate}" }
              columns { step = Epoch, learning_rate = Learning_Rate, train_loss = Loss, validation_loss = Dev }
              objective { metric = validation_loss, direction = minimize }
            }
            """);
    assertThat(report.rejectedByReason()).isEmpty();
    assertThat(report.runs()).isEqualTo(4);
    assertThat(observations("SGD-0.1")).hasSize(3).allMatch(row -> row.contains(" 0.1 "));
  }

  @Test
  void stepsAreCountedWhereNoneWasLogged() throws IOException {
    log("a.csv", "run,lr,val_loss", "x,0.1,3", "y,0.2,5", "x,0.1,2");
    ingestCase(
        "csv",
        "*.csv",
        "run = run, learning_rate = lr, validation_loss = val_loss",
        VALIDATION + "steps-from = order");
    assertThat(observations("x")).containsExactly("1.0 0.1 - 3.0", "2.0 0.1 - 2.0");
    assertThat(observations("y")).containsExactly("1.0 0.2 - 5.0");
  }

  @Test
  void messagesListWhatWasFound() throws IOException {
    log("m/a.csv", "step,loss,rate", "1,2,3");
    String training = "objective { metric = train_loss, direction = minimize }";
    ingestCase(
        "csv",
        "m/*.csv",
        "step = step, learning_rate = rate, train_loss = loss, run = nothing",
        training);
    assertThat(rejected().get(0).<String>getAs("detail"))
        .isEqualTo("run is missing; found dataset, model, optimizer, sweep");
    log("n/a.csv", "step,loss,rate", "1,2,3");
    ingestCase(
        "csv", "n/{run}**.csv", "step = step, learning_rate = lr, train_loss = loss", training);
    assertThat(rejected().stream().map(row -> row.<String>getAs("detail")))
        .contains(
            "no row of run a has one, expected some or learning-rate { derive = ... } in the"
                + " source; found rate, train_loss");
  }
}
