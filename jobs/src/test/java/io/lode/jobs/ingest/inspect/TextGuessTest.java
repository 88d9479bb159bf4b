package io.lode.jobs.ingest.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.jobs.ingest.format.LogFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines of the usual training scripts get patterns. */
class TextGuessTest {

  private static final Path CASES = Path.of("src", "test", "resources", "logged");

  @TempDir Path logs;

  private static Inspected only(Path folder) {
    Inspection inspection =
        new Inspector(LogFiles.readable(new Configuration())).inspect(folder.toString());
    assertThat(inspection.logs()).hasSize(1);
    return inspection.logs().get(0);
  }

  private void log(String path, String... lines) throws IOException {
    Files.writeString(logs.resolve(path), String.join("\n", lines) + "\n");
  }

  @Test
  void linesOfTextGetPatterns() {
    Inspected text = only(CASES.resolve("plain-text-log"));
    assertThat(text.format()).isEqualTo("text");
    assertThat(text.preview())
        .containsExactly(
            "run=a, step=0, learning_rate=0.001, validation_loss=10.8",
            "run=a, step=1, learning_rate=0.001, train_loss=10.79",
            "run=a, step=10, learning_rate=0.001, train_loss=7.5, validation_loss=7.45",
            "run=a, step=20, learning_rate=0.001, train_loss=6.9, validation_loss=6.95");
  }

  @Test
  void linesOfMegatronGetPatterns() throws IOException {
    String line =
        " [2024-01-01 00:00:00] iteration %8d/   5000 | consumed samples: %12d | elapsed time per"
            + " iteration (ms): 1234.5 | learning rate: %s | global batch size:    64 | lm loss:"
            + " %s | loss scale: 65536.0 |";
    log(
        "r1.log",
        line.formatted(10, 640, "1.500E-06", "1.085E+01"),
        line.formatted(20, 1280, "3.000E-06", "9.5E+00"));
    Inspected text = only(logs);
    assertThat(text.isSure()).isTrue();
    assertThat(text.preview())
        .containsExactly(
            "run=r1, step=10, learning_rate=1.5E-6, train_loss=10.85",
            "run=r1, step=20, learning_rate=3.0E-6, train_loss=9.5");
  }

  @Test
  void linesOfFairseqCountUpdatesAndKeepValidationApart() throws IOException {
    log(
        "r1.log",
        "2024-01-01 | INFO | train_inner | epoch 001:    100 / 2500 loss=10.5, nll_loss=10.1, ppl=1100,"
            + " num_updates=100, lr=1.25e-05, gnorm=2.1",
        "2024-01-01 | INFO | valid | epoch 001 | valid on 'valid' subset | loss 9.5 | nll_loss 9.1 |"
            + " num_updates 150",
        "2024-01-01 | INFO | train_inner | epoch 001:    200 / 2500 loss=9.75, nll_loss=9.1, ppl=900,"
            + " num_updates=200, lr=2.5e-05, gnorm=2.1");
    assertThat(only(logs).preview())
        .containsExactly(
            "run=r1, step=100, learning_rate=1.25E-5, train_loss=10.5",
            "run=r1, step=150, learning_rate=1.8750000000000002E-5, validation_loss=9.5",
            "run=r1, step=200, learning_rate=2.5E-5, train_loss=9.75");
  }

  @Test
  void linesWithoutAStepTakeTheLastOne() throws IOException {
    log(
        "r1.log",
        "Train Epoch: 1 [0/60000 (0%)]\tLoss: 2.305400",
        "Train Epoch: 1 [640/60000 (1%)]\tLoss: 1.98",
        "Test set: Average loss: 0.0512, Accuracy: 9830/10000 (98%)",
        "Train Epoch: 2 [0/60000 (0%)]\tLoss: 0.30",
        "Test set: Average loss: 0.0312, Accuracy: 9870/10000 (98%)");
    Inspected text = only(logs);
    assertThat(text.preview())
        .containsExactly(
            "run=r1, step=1, learning_rate=0.001, train_loss=1.98, validation_loss=0.0512",
            "run=r1, step=2, learning_rate=0.001, train_loss=0.3, validation_loss=0.0312");
  }

  @Test
  void linesOfKerasFollowTheirEpoch() throws IOException {
    log(
        "r1.log",
        "Epoch 1/2",
        "938/938 [====] - 5s 5ms/step - loss: 0.5 - accuracy: 0.85 - val_loss: 0.75",
        "Epoch 2/2",
        "938/938 [====] - 5s 5ms/step - loss: 0.25 - accuracy: 0.87 - val_loss: 0.5");
    assertThat(only(logs).preview())
        .containsExactly(
            "run=r1, step=1, learning_rate=0.001, train_loss=0.5, validation_loss=0.75",
            "run=r1, step=2, learning_rate=0.001, train_loss=0.25, validation_loss=0.5");
  }

  @Test
  void stepsAndEpochsInOneTextAreAQuestion() throws IOException {
    log("r1.log", "step 10 lr 0.1 loss 2", "step 20 lr 0.1 loss 1", "epoch 1 val loss 3");
    assertThat(only(logs).questions())
        .contains(
            Question.open(
                "some lines count steps and others epochs; those of epochs are left out, which have"
                    + " 1 patterns"));
  }
}
