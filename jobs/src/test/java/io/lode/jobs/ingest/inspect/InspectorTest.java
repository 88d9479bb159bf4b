package io.lode.jobs.ingest.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.jobs.NothingUsableException;
import io.lode.jobs.UsageException;
import io.lode.jobs.ingest.format.LogFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectorTest {

  private static final Path CASES = Path.of("src", "test", "resources", "logged");
  private static final Path EXAMPLES = Path.of("..", "examples");

  @TempDir Path logs;

  private static Inspection inspect(Path folder) {
    return new Inspector(LogFiles.readable(new Configuration())).inspect(folder.toString());
  }

  private static Inspected only(Path folder) {
    Inspection inspection = inspect(folder);
    assertThat(inspection.logs()).hasSize(1);
    return inspection.logs().get(0);
  }

  private void log(String path, String... lines) throws IOException {
    Path file = logs.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, String.join("\n", lines) + "\n");
  }

  private static String path(Inspected logs) {
    return logs.source().path().text();
  }

  private static Map<String, String> columns(Inspected logs) {
    return logs.source().columns();
  }

  @Test
  void theBundledCurvesAreReadAsTheirSourceFileSays() {
    Inspected curves = only(EXAMPLES.resolve("llm-loss-curves"));
    assertThat(curves.isSure()).isTrue();
    assertThat(path(curves)).isEqualTo("{model}/{run}.csv");
    assertThat(columns(curves))
        .isEqualTo(Map.of("step", "step", "learning_rate", "lr", "train_loss", "loss"));
    assertThat(curves.source().objective().metric()).isEqualTo("train_loss");
    assertThat(curves.observations()).isEqualTo(4162);
    assertThat(curves.rejected()).isEmpty();
    assertThat(curves.groups())
        .containsExactly(
            "model=100M/dataset=dataset/optimizer=unknown: 9 runs",
            "model=25M/dataset=dataset/optimizer=unknown: 9 runs");
    assertThat(curves.preview())
        .hasSize(5)
        .contains("run=constant_24000, step=2176, learning_rate=3.0E-4, train_loss=3.7666");
  }

  @Test
  void aRateThatNobodyLoggedIsAQuestion() {
    Inspection inspection = inspect(EXAMPLES.resolve("algoperf-baseline"));
    Inspected baseline = inspection.logs().get(0);
    assertThat(inspection.isSure()).isFalse();
    assertThat(path(baseline))
        .isEqualTo("study_{study}/{dataset}/trial_{trial}/eval_measurements.csv");
    assertThat(baseline.text())
        .contains("run = \"study_{study}/trial_{trial}\"")
        .contains("hyperparameters = \"hparams.json\"")
        .contains("# QUESTION: no column holds the learning rate. Its peak is guessed from")
        .contains("derive = warmup-cosine, peak = \"${learning_rate}\"");
    assertThat(columns(baseline)).containsEntry("validation_loss", "validation/loss");
    assertThat(baseline.varying()).contains("learning_rate", "weight_decay");
  }

  @Test
  void foldersMayNameModelAndOptimizerAndFilesTheSeed() throws IOException {
    for (String folder : List.of("mnist_vae-adam", "mnist_vae-sgd", "svhn_wrn-momentum")) {
      for (int seed = 1; seed <= 2; seed++) {
        log(folder + "/lr0.1_seed" + seed + ".csv", "step,lr,val_loss", "0,0.1,2", "1,0.1,1");
      }
    }
    Inspected sweep = only(logs);
    assertThat(path(sweep)).isEqualTo("{model}-{optimizer}/{setting}_seed{seed}.csv");
    assertThat(sweep.groups())
        .contains("model=svhn_wrn/dataset=dataset/optimizer=momentum: 2 runs");
    assertThat(sweep.preview().get(0)).startsWith("run=lr0.1_seed1, step=0");
  }

  @Test
  void numberedFoldersAreRunsAndOthersGroups() throws IOException {
    for (String model : List.of("resnet18", "resnet50")) {
      for (int trial = 0; trial < 3; trial++) {
        log(
            "lightning_logs/" + model + "/version_" + trial + "/metrics.csv",
            "epoch,lr-AdamW,step,train_loss_step,val_loss",
            "0,0.1,9,2,",
            "1,0.1,19,1,3");
        log("lightning_logs/" + model + "/version_" + trial + "/hparams.yaml", "lr: 0." + trial);
      }
    }
    Inspected runs = only(logs);
    assertThat(path(runs)).isEqualTo("lightning_logs/{model}/{run}/metrics.csv");
    assertThat(columns(runs))
        .containsEntry("step", "step")
        .containsEntry("learning_rate", "lr-AdamW")
        .containsEntry("train_loss", "train_loss_step");
    assertThat(runs.source().hyperparametersFile()).isEqualTo("hparams.yaml");
    assertThat(runs.varying()).containsExactly("lr");
  }

  @Test
  void formatsThatAreMixedAreReadEachInItsWay() throws IOException {
    log("a/r1.csv", "step,lr,val_loss", "0,0.1,2", "1,0.1,1");
    log("b/r2.jsonl", "{\"step\": 1, \"lr\": 0.1, \"val_loss\": 2}", "{\"step\": 2, \"lr\": 0.1}");
    Path events = EXAMPLES.resolve("algoperf-baseline/study_0/wmt_jax/trial_1");
    Files.createDirectories(logs.resolve("c/r3"));
    try (var files = Files.list(events)) {
      for (Path file : files.filter(file -> file.toString().contains("tfevents")).toList()) {
        Files.copy(file, logs.resolve("c/r3").resolve(file.getFileName()));
      }
    }
    log("README.md", "# text");
    log("model.pt", "weights");
    Inspection inspection = inspect(logs);
    assertThat(inspection.logs().stream().map(Inspected::format))
        .containsExactlyInAnyOrder("csv", "json", "tensorboard");
    assertThat(inspection.leftOut()).containsExactly("2 other files, such as README.md");
  }

  @Test
  void oneTagInTwoFoldersIsToldApartByThem() {
    Inspected runs =
        only(Path.of("src/test/resources/cases/tensorboard-train-validation-folders/logs"));
    assertThat(runs.isSure()).as(runs.text()).isTrue();
    assertThat(path(runs)).isEqualTo("{run}/*/events.out.tfevents.*");
    assertThat(columns(runs))
        .containsEntry("train_loss", "train:epoch_loss")
        .containsEntry("validation_loss", "validation:epoch_loss");
    assertThat(runs.rejected()).isEmpty();
    assertThat(runs.preview().get(0)).contains("train_loss=4", "validation_loss=6");
  }

  @Test
  void metricsOfDvcLiveMayLieInFolders() throws IOException {
    for (String run : List.of("first", "second")) {
      String metrics = run + "/dvclive/plots/metrics/";
      log(metrics + "lr.tsv", "step\tlr", "0\t0.1", "1\t0.05");
      log(metrics + "train/loss.tsv", "step\tloss", "0\t2.5", "1\t2");
      log(metrics + "eval/loss.tsv", "step\tloss", "0\t3", "1\t2.75");
      log(run + "/dvclive/metrics.json", "{\"step\": 1}");
    }
    Inspected runs = only(logs);
    assertThat(path(runs)).isEqualTo("{run}/dvclive/plots/metrics/**.tsv");
    assertThat(columns(runs))
        .containsEntry("learning_rate", "lr")
        .containsEntry("train_loss", "train:loss")
        .containsEntry("validation_loss", "eval:loss");
    assertThat(runs.isSure()).as(runs.text()).isTrue();
    assertThat(runs.preview())
        .contains("run=first, step=0, learning_rate=0.1, train_loss=2.5, validation_loss=3");
    assertThat(runs.runs()).isEqualTo(2);
  }

  @Test
  void columnsMayBeSeparatedBySeveralBlanks() throws IOException {
    Files.writeString(
        logs.resolve("a.txt"),
        """
        step    lr   train/loss  val_loss
           0  0.10    2.5       3.0
          10  0.05    2.25      NaN
         100  1e-3    2         2.5
        """);
    Files.writeString(
        logs.resolve("b.txt"),
        """
             step    lr   train/loss  val_loss
        0       0  0.10    2.5       3.0
        1      10  0.05    2.25      2.75
        2     100  1e-3    2         2.5
        """);
    Inspected runs = only(logs);
    assertThat(runs.format()).isEqualTo("text");
    assertThat(runs.rejected()).isEmpty();
    assertThat(runs.runs()).isEqualTo(2);
    assertThat(runs.observations()).isEqualTo(6);
    assertThat(runs.preview().get(0))
        .isEqualTo("run=a, step=0, learning_rate=0.1, train_loss=2.5, validation_loss=3");
  }

  @Test
  void setsThatLieSideBySideAreReadEachByItself() {
    Inspection inspection = inspect(EXAMPLES);
    assertThat(inspection.logs().stream().map(InspectorTest::path))
        .containsExactlyInAnyOrder(
            "algoperf-baseline/study_{study}/{dataset}/trial_{trial}/eval_measurements.csv",
            "llm-schedules/{model}-{dataset}/{run}.csv",
            "llm-loss-curves/{model}/{run}.csv");
  }

  @Test
  void setsWithOtherColumnsAtTheSameDepthAreReadEachByItself() throws IOException {
    for (String model : List.of("small", "large")) {
      for (int run = 0; run < 2; run++) {
        log("first/" + model + "/r" + run + ".csv", "step,lr,val_loss", "1,0.1,2", "2,0.1,1");
        log("second/" + model + "/r" + run + ".csv", "step,rate_lr,loss", "1,0.1,2", "2,0.1,1");
      }
    }
    Inspection inspection = inspect(logs);
    assertThat(inspection.logs().stream().map(InspectorTest::path))
        .containsExactlyInAnyOrder("first/{model}/{run}.csv", "second/{model}/{run}.csv");
    assertThat(inspection.logs()).allMatch(found -> found.rejected().isEmpty());
    assertThat(inspection.logs().get(0).groups())
        .containsExactly(
            "model=large/dataset=first/optimizer=unknown: 2 runs",
            "model=small/dataset=first/optimizer=unknown: 2 runs");
  }

  @Test
  void filesBesideOthersThatSayTheSameAreLeftOut() {
    Inspection inspection = inspect(EXAMPLES.resolve("algoperf-baseline"));
    assertThat(inspection.logs()).hasSize(1);
    assertThat(inspection.leftOut())
        .singleElement()
        .asString()
        .contains("tensorboard files")
        .endsWith("they lie beside csv files, which are read");
  }

  @Test
  void eachCaseIsRecognised() {
    assertThat(only(CASES.resolve("csv-dialects")).observations()).isEqualTo(30);
    Inspected chart = only(CASES.resolve("wandb-ui-csv-export"));
    assertThat(columns(chart)).containsEntry("validation_loss", "{run} - val/loss");
    assertThat(chart.runs()).isEqualTo(2);
    Inspected documents = only(CASES.resolve("json-one-document-a-file"));
    assertThat(path(documents)).isEqualTo("{run}/metrics_epoch_*.json");
    Inspected local = only(CASES.resolve("wandb-local-run-file"));
    assertThat(path(local)).isEqualTo("wandb/*run-*-{run}/*.wandb");
    assertThat(local.isSure()).isTrue();
    Inspected table = only(CASES.resolve("column-as-field-and-name"));
    assertThat(table.preview().get(0)).startsWith("run=Adam-0.01, step=1, learning_rate=0.01");
    assertThat(table.isSure()).isTrue();
    assertThat(only(CASES.resolve("total-steps-zero")).text())
        .contains("total-steps = \"${max_steps}\"");
    Inspected trials = only(CASES.resolve("optuna"));
    assertThat(trials.format()).isEqualTo("optuna");
    assertThat(trials.runs()).isEqualTo(4);
    assertThat(trials.varying()).contains("lr", "batch_size", "optimizer");
  }

  @Test
  void aTrackerWithoutStepsIsAQuestion() throws IOException {
    log("0/aa/meta.yaml", "experiment_id: '0'", "run_id: aa", "run_uuid: aa", "status: 3");
    log("0/aa/params/lr", "0.1");
    log("0/aa/metrics/val_loss", "1700000000000 3 0", "1700000001000 2 0", "1700000002000 1 0");
    log("0/aa/metrics/lr", "1700000000000 0.1 0", "1700000001000 0.1 0", "1700000002000 0.1 0");
    Inspected runs = only(logs);
    assertThat(path(runs)).isEqualTo("0/aa/meta.yaml");
    assertThat(runs.questions())
        .extracting(Question::text)
        .contains(
            "every value was logged at step 0, as where no step is given. The values of a metric"
                + " are counted instead");
    assertThat(runs.preview().get(2))
        .startsWith("run=aa, step=3, learning_rate=0.1")
        .endsWith("validation_loss=1");
  }

  @Test
  void jsonDocumentsOfToolsAreRecognised() throws IOException {
    log(
        "hf/r1/checkpoint-20/trainer_state.json",
        "{\"log_history\": [{\"step\": 10, \"loss\": 2.5, \"learning_rate\": 0.1}, {\"step\": 20,"
            + " \"eval_loss\": 2}, {\"step\": 20, \"loss\": 2, \"learning_rate\": 0.1}],"
            + " \"max_steps\": 20}");
    Inspected trainer = only(logs.resolve("hf"));
    assertThat(trainer.source().layout().records()).isEqualTo("log_history");
    assertThat(path(trainer)).isEqualTo("{run}/checkpoint-20/trainer_state.json");
    assertThat(columns(trainer)).containsEntry("validation_loss", "eval_loss");
    log(
        "sacred/1/metrics.json",
        "{\"train.loss\": {\"steps\": [1, 2], \"values\": [2, 1]}, \"lr\": {\"steps\": [1, 2],"
            + " \"values\": [0.1, 0.1]}}");
    Inspected sacred = only(logs.resolve("sacred"));
    assertThat(sacred.source().layout().form().arrays()).isEqualTo("*");
    assertThat(sacred.preview())
        .containsExactly(
            "run=1, step=1, learning_rate=0.1, train_loss=2",
            "run=1, step=2, learning_rate=0.1, train_loss=1");
    log("keras/r1.json", "{\"loss\": [2, 1], \"val_loss\": [3, 2], \"lr\": [0.1, 0.1]}");
    Inspected keras = only(logs.resolve("keras"));
    assertThat(keras.source().layout().countsSteps()).isTrue();
    assertThat(keras.questions())
        .extracting(Question::text)
        .contains(
            "no column is a step; found loss, lr, val_loss. The rows of a run are counted instead");
  }

  @Test
  void aConfigurationInEachRowIsHyperparametersAndNotTheRate() throws IOException {
    for (int trial = 0; trial < 2; trial++) {
      String folder = "exp/train_a_0000" + trial + "_lr=0.1_2024-01-01_00-00-00/";
      log(
          folder + "progress.csv",
          "val_loss,training_iteration,trial_id,config/lr,config/layers",
          "2.5,1,a_0000" + trial + ",0.1,2",
          "2.0,2,a_0000" + trial + ",0.1,2");
      log(folder + "params.json", "{\"lr\": 0.1, \"layers\": 2}");
    }
    Inspected trials = only(logs);
    assertThat(columns(trials)).containsEntry("run", "trial_id").doesNotContainKey("learning_rate");
    assertThat(trials.source().layout().isHyperparameter("config/lr")).isTrue();
    assertThat(trials.isSure()).isFalse();
    assertThat(trials.text()).contains("peak = \"${");
    assertThat(trials.preview().get(0))
        .isEqualTo("run=a_00000, step=1, learning_rate=0.1, validation_loss=2.5");
  }

  @Test
  void whatLiesBelowRunsInAnotherFormatIsOfTheSameRuns() throws IOException {
    for (String run : List.of("first", "second")) {
      String history =
          "{\"log_history\": [{\"step\": 10, \"loss\": 2.5, \"learning_rate\": 0.1}, {\"step\":"
              + " 20, \"loss\": 2, \"learning_rate\": 0.1}]}";
      log(run + "/trainer_state.json", history);
      log(run + "/checkpoint-10/trainer_state.json", history);
      log(run + "/runs/Jan01_host/scalars.csv", "step,lr,loss", "10,0.1,2.5", "20,0.1,2");
    }
    Inspection inspection = inspect(logs);
    assertThat(inspection.logs())
        .singleElement()
        .extracting(InspectorTest::path)
        .isEqualTo("{run}/trainer_state.json");
    assertThat(inspection.leftOut()).hasSize(2);
  }

  @Test
  void aFolderWithoutLogsIsToldWithWhatIsThere() throws IOException {
    log("notes.md", "nothing");
    assertThatThrownBy(() -> inspect(logs))
        .isInstanceOf(NothingUsableException.class)
        .hasMessageContaining("is a log that can be told by itself; found notes.md");
    assertThatThrownBy(() -> inspect(logs.resolve("nowhere")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("nowhere does not exist");
  }
}
