package io.lode.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.jobs.conf.source.SourceFile;
import io.lode.jobs.ingest.delivery.IngestReport;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The source files that come with LODE for tools, each on logs in the layout of its tool. */
class ToolsTest extends LogCases {

  private IngestReport ingestTool(String source) {
    IngestReport report = ingest(SourceFile.read(source));
    assertThat(report.rejectedByReason()).isEmpty();
    return report;
  }

  /** The storage is real: Optuna 3.1.0 wrote it. */
  @Test
  void optuna() {
    use("optuna");
    assertThat(ingestTool("optuna").runs()).isEqualTo(4);
    GroupKey adam = new GroupKey("mlp", "dataset", "adam");
    GroupKey sgd = new GroupKey("mlp", "dataset", "sgd");
    assertThat(runs(adam)).hasSizeBetween(1, 3);
    Map<String, Run> all = new java.util.TreeMap<>(runs(adam));
    all.putAll(runs(sgd));
    assertThat(all.keySet())
        .containsExactly("lr-sweep-0", "lr-sweep-1", "lr-sweep-2", "lr-sweep-3");
    assertThat(all.get("lr-sweep-0").trajectory().step()).containsExactly(0, 10, 20, 30, 40);
    assertThat(all.get("lr-sweep-0").hyperparameters().get("batch_size")).matches("\\d+(\\.0)?");
    double rate = Double.parseDouble(all.get("lr-sweep-0").hyperparameters().get("lr"));
    assertThat(all.get("lr-sweep-0").trajectory().learningRate()).containsOnly(rate);
    assertThat(all.get("lr-sweep-2").trajectory().step()).containsExactly(0, 10, 20);
    assertThat(all.get("lr-sweep-3").status()).isEqualTo(RunStatus.DIVERGED);
    assertThat(all.get("lr-sweep-3").trajectory().step()).containsExactly(0, 10, 20);
  }

  @Test
  void rayTune() throws IOException {
    String row =
        "{\"train_loss\": %s, \"val_loss\": %s, \"done\": false, \"training_iteration\": %d,"
            + " \"trial_id\": \"a1b2c_00000\", \"date\": \"2024-01-01_00-00-0%d\", \"timestamp\":"
            + " 170000000%d, \"time_total_s\": 1.5, \"pid\": 7, \"hostname\": \"h\", \"node_ip\":"
            + " \"10.0.0.1\", \"config\": {\"lr\": 0.01, \"model\": \"resnet\", \"layers\": [1,"
            + " 2]}, \"experiment_tag\": \"0_lr=0.0100\"}";
    log(
        "exp_2024/train_a1b2c_00000_0_lr=0.0100_2024-01-01_00-00-00/result.json",
        row.formatted("2.5", "2.75", 1, 1, 1),
        row.formatted("2.25", "NaN", 2, 2, 2));
    ingestTool("ray-tune");
    assertThat(observations("a1b2c_00000"))
        .containsExactly("1.0 0.01 2.5 2.75", "2.0 0.01 2.25 NaN");
    assertThat(runs(new GroupKey("resnet", "dataset", "unknown")).get("a1b2c_00000").sweep())
        .isEqualTo("exp_2024");
  }

  @Test
  void keras() throws IOException {
    log(
        "cnn/mnist/r1.csv",
        "epoch,accuracy,learning_rate,loss,val_accuracy,val_loss",
        "0,0.5,0.001,2.5,0.5,2.75",
        "1,0.75,0.0005,2.25,0.625,NA");
    ingestTool("keras");
    assertThat(observations("r1")).containsExactly("0.0 0.001 2.5 2.75", "1.0 5.0E-4 2.25 -");
  }

  @Test
  void lightning() throws IOException {
    log(
        "cnn/version_0/metrics.csv",
        "epoch,lr-Adam,step,train_loss,val_loss",
        ",0.001,0,,",
        "0,,9,2.5,",
        "0,,9,,2.75",
        ",0.001,10,,",
        "1,,19,2.25,",
        "1,,19,,2.5",
        ",0.001,20,,");
    log("cnn/version_0/hparams.yaml", "lr: 0.001", "optimizer: adam", "dataset: c10");
    ingestTool("lightning");
    assertThat(runs(new GroupKey("cnn", "c10", "adam")).get("version_0").hyperparameters())
        .containsEntry("lr", "0.001");
    assertThat(observations("version_0")).contains("9.0 - 2.5 2.75", "19.0 - 2.25 2.5");
  }

  @Test
  void ultralytics() throws IOException {
    log(
        "train7/results.csv",
        "                  epoch,         train/box_loss,   metrics/mAP50-95(B),           val/box_loss,                 lr/pg0,                 lr/pg1",
        "                      1,                    2.5,                  0.25,                   2.75,                  0.001,                  0.002",
        "                      2,                   2.25,                   0.5,                    2.5,                 0.0005,                  0.002");
    log(
        "train7/args.yaml",
        "task: detect",
        "model: yolov8n.pt",
        "data: coco128.yaml",
        "epochs: 2",
        "optimizer: SGD",
        "lr0: 0.01");
    ingestTool("ultralytics");
    assertThat(observations("train7")).containsExactly("1.0 0.001 2.5 2.75", "2.0 5.0E-4 2.25 2.5");
    Run run = runs(new GroupKey("yolov8n.pt", "coco128.yaml", "SGD")).get("train7");
    assertThat(run.trajectory().objective()).containsExactly(0.25, 0.5);
    assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
  }

  @Test
  void huggingFace() throws IOException {
    String history =
        "{\"epoch\": 0.5, \"grad_norm\": 1.5, \"learning_rate\": 5e-05, \"loss\": 2.5, \"step\":"
            + " 10}, {\"epoch\": 0.5, \"eval_loss\": 2.75, \"eval_runtime\": 3.0, \"step\": 10}";
    log(
        "bert/r1/trainer_state.json",
        "{\"best_metric\": null, \"epoch\": 1.0, \"global_step\": 20, \"log_history\": ["
            + history
            + ", {\"epoch\": 1.0, \"learning_rate\": 2.5e-05, \"loss\": 2.25, \"step\": 20},"
            + " {\"epoch\": 1.0, \"step\": 20, \"total_flos\": 1.0, \"train_loss\": 2.4,"
            + " \"train_runtime\": 9.0}], \"max_steps\": 20, \"trial_name\": null}");
    ingestTool("hugging-face");
    assertThat(observations("r1")).containsExactly("10.0 5.0E-5 2.5 2.75", "20.0 2.5E-5 2.25 -");
  }

  @Test
  void dvclive() throws IOException {
    log("r1/dvclive/plots/metrics/train_loss.tsv", "step\ttrain_loss", "0\t2.5", "1\t2.25");
    log("r1/dvclive/plots/metrics/val_loss.tsv", "step\tval_loss", "0\t2.75", "1\t2.5");
    log(
        "r1/dvclive/plots/metrics/lr.tsv",
        "timestamp\tstep\tlr",
        "1700000000\t0\t0.1",
        "1700000001\t1\t0.05");
    log("r1/dvclive/params.yaml", "lr: 0.1", "model: cnn");
    log("r1/dvclive/metrics.json", "{\"step\": 1, \"train_loss\": 2.25}");
    ingestTool("dvclive");
    assertThat(observations("r1")).containsExactly("0.0 0.1 2.5 2.75", "1.0 0.05 2.25 2.5");
    assertThat(runs(new GroupKey("cnn", "dataset", "unknown")).get("r1").hyperparameters())
        .containsEntry("lr", "0.1");
  }

  @Test
  void detectron2() throws IOException {
    log(
        "r1/metrics.json",
        "{\"data_time\": 0.02, \"eta_seconds\": 8.9, \"iteration\": 19, \"loss_cls\": 1.5, \"lr\":"
            + " 0.001, \"time\": 2.25, \"total_loss\": 2.5}",
        "{\"bbox/AP\": 31.5, \"data_time\": 0.02, \"iteration\": 39, \"lr\": 0.002,"
            + " \"total_loss\": 2.25}",
        "{\"bbox/AP\": NaN, \"iteration\": 40}");
    IngestReport report = ingest(SourceFile.read("detectron2"));
    // The last line holds the average precision alone, which the source does not declare.
    assertThat(report.rejectedByReason()).isEqualTo(Map.of("nothing declared", 1L));
    assertThat(observations("r1")).containsExactly("19.0 0.001 2.5 -", "39.0 0.002 2.25 -");
  }

  @Test
  void allennlp() throws IOException {
    for (int epoch = 0; epoch < 2; epoch++) {
      log(
          "r1/metrics_epoch_" + epoch + ".json",
          "{",
          "  \"best_epoch\": 0,",
          "  \"training_duration\": \"0:07:35.750313\",",
          "  \"epoch\": " + epoch + ",",
          "  \"training_loss\": " + (2.5 - epoch) + ",",
          "  \"validation_accuracy\": 0.75,",
          "  \"validation_loss\": " + (2.75 - epoch),
          "}");
    }
    log("r1/metrics.json", "{", "  \"epoch\": 1,", "  \"training_loss\": 1.5", "}");
    log(
        "r1/config.json",
        "{\"dataset_reader\": {\"type\": \"sst\"}, \"model\": {\"type\": \"bcn\"}, \"trainer\":"
            + " {\"num_epochs\": 2, \"optimizer\": {\"lr\": 0.001, \"type\": \"adam\"}}}");
    ingestTool("allennlp");
    assertThat(observations("r1")).containsExactly("0.0 0.001 2.5 2.75", "1.0 0.001 1.5 1.75");
    assertThat(runs(new GroupKey("bcn", "sst", "adam")).get("r1").status())
        .isEqualTo(RunStatus.COMPLETED);
  }

  @Test
  void sacred() throws IOException {
    String times = "\"timestamps\": [\"2024-01-01T00:00:01.000001\", \"2024-01-01T00:00:02\"]";
    log(
        "1/metrics.json",
        "{",
        "  \"training.loss\": {\"steps\": [10, 20], " + times + ", \"values\": [2.5, 2.25]},",
        "  \"validation.loss\": {\"steps\": [20], \"timestamps\": [\"2024-01-01T00:00:02\"],"
            + " \"values\": [2.75]},",
        "  \"lr\": {\"steps\": [10, 20], " + times + ", \"values\": [0.1, 0.05]}",
        "}");
    log("1/config.json", "{\"lr\": 0.1, \"model\": \"mlp\", \"seed\": 7}");
    log("1/run.json", "{\"status\": \"COMPLETED\"}");
    ingestTool("sacred");
    assertThat(observations("1")).containsExactly("10.0 0.1 2.5 -", "20.0 0.05 2.25 2.75");
    assertThat(runs(new GroupKey("mlp", "dataset", "unknown"))).containsKey("1");
  }

  @Test
  void wandbOnDiskAndItsCharts() {
    use("wandb-local-run-file");
    ingestTool("wandb-local");
    assertThat(observations("abcd1234")).hasSize(5).startsWith("0.0 0.001 4.0 4.2");
    use("wandb-ui-csv-export");
    ingestTool("wandb-chart");
    assertThat(observations("quiet-sun-1")).hasSize(3);
  }

  @Test
  void text() throws IOException {
    log(
        "gpt/owt/r1.txt",
        "tokens per iteration will be: 491,520",
        "step 0: train loss 10.5, val loss 10.75",
        "iter 0: loss 10.5, time 13.10ms, mfu -100.00%, lr 0.001",
        "iter 10: loss 9.5, time 13.10ms, mfu 12.3%, lr 0.0005");
    ingestTool("text");
    assertThat(observations("r1")).containsExactly("0.0 0.001 10.5 10.75", "10.0 5.0E-4 - -");
  }
}
