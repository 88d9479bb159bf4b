package io.lode.jobs.conf.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.jobs.UsageException;
import io.lode.trajectory.Objective;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceFileTest {

  private static final String GOOD =
      """
      source {
        format = csv
        path = "{model}/{run}.csv"
        constants { dataset = c4 }
        columns { step = step, learning_rate = lr, train_loss = loss }
        objective { metric = train_loss, direction = minimize }
      }
      """;

  @Test
  void readsADefinition() {
    SourceDefinition source = SourceFile.parse("good", GOOD);
    assertThat(source.format().label()).isEqualTo("csv");
    assertThat(source.columns())
        .isEqualTo(Map.of("step", "step", "learning_rate", "lr", "train_loss", "loss"));
    assertThat(source.objective()).isEqualTo(Objective.minimize("train_loss"));
    assertThat(source.running().choose(Map.of())).isFalse();
    assertThat(source.totalSteps()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "llm-loss-curves",
        "algoperf",
        "csv",
        "parquet",
        "lode-runs",
        "lode-runs-accuracy",
        "lode-runs-train-loss"
      })
  void readsTheOnesThatComeWithLode(String name) {
    assertThat(SourceFile.read(name).name()).isEqualTo(name);
  }

  @Test
  void maximizedObjectiveHasACeilingOfOneUnlessGiven() {
    String accuracy =
        GOOD.replace("train_loss, direction = minimize", "bleu, direction = maximize");
    assertThat(SourceFile.parse("s", accuracy).objective())
        .isEqualTo(Objective.maximize("bleu", 1));
    assertThat(
            SourceFile.parse("s", accuracy.replace("= maximize", "= maximize, ceiling = 100"))
                .objective())
        .isEqualTo(Objective.maximize("bleu", 100));
  }

  @Test
  void aSourceMayIncludeOneThatComesWithLodeAndJudgeByAnotherMetric() {
    SourceDefinition loss = SourceFile.read("lode-runs");
    assertThat(loss.objective()).isEqualTo(Objective.minimize("validation_loss"));
    SourceDefinition accuracy = SourceFile.read("lode-runs-accuracy");
    assertThat(accuracy.objective()).isEqualTo(Objective.maximize("validation_accuracy", 1));
    assertThat(accuracy.columns()).isEqualTo(loss.columns());
    assertThat(accuracy.path().text()).isEqualTo(loss.path().text());
    assertThat(SourceFile.read("lode-runs-train-loss").objective())
        .isEqualTo(Objective.minimize("train_loss"));
    String own =
        """
        include required(classpath("conf/sources/lode-runs.conf"))
        source.objective { metric = f1, direction = maximize }
        """;
    assertThat(SourceFile.parse("s", own).objective()).isEqualTo(Objective.maximize("f1", 1));
    assertThatThrownBy(() -> SourceFile.parse("s", own.replace("lode-runs", "lode-walks")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("lode-walks");
  }

  @Test
  void whetherRunsAreRunningMayBeWhatTheLogSays() {
    SourceDefinition source = SourceFile.read("lode-runs");
    assertThat(source.running().choose(Map.of("status", "running"))).isTrue();
    assertThat(source.running().choose(Map.of("status", "failed"))).isFalse();
    assertThatThrownBy(() -> source.running().choose(Map.of("status", "lost")))
        .hasMessage("no value for status 'lost', known are completed, failed, running");
  }

  @Test
  void choosesAValueByWhatTheLogSays() {
    SourceDefinition source = SourceFile.read("algoperf");
    assertThat(source.totalSteps().choose(Map.of("model", "ogbg")).evaluate(name -> 0))
        .isEqualTo(80000);
    assertThat(source.constants().get("dataset").choose(Map.of("model", "wmt")).text())
        .isEqualTo("wmt17");
    assertThatThrownBy(() -> source.totalSteps().choose(Map.of("model", "bert")))
        .hasMessage("no value for model 'bert', known are imagenet_resnet, ogbg, wmt");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "format = csv | fromat = csv | source file s, source, line 2: unknown key 'fromat'; did"
            + " you mean 'format'?",
        "train_loss = loss | trainloss = loss | source file s, columns, line 5: unknown key"
            + " 'trainloss'; did you mean 'train_loss'?",
        "format = csv | format = xml | source file s: format must be one of csv, json, mlflow,"
            + " optuna, parquet, tensorboard, text, wandb, found 'xml'",
        "{ dataset = c4 } | {} | source file s: nothing says what 'dataset' is; expected {dataset}"
            + " in path, or an entry in constants or columns",
        "step = step, | | source file s: columns must name the column of 'step'; where"
            + " none was logged, steps-from = order counts the rows of a run",
        "learning_rate = lr, | | source file s: the learning rate must come from"
            + " columns.learning_rate or be derived by learning-rate { derive = ... }, found"
            + " neither",
        "direction = minimize | direction = down | source file s: direction must be minimize or"
            + " maximize, found 'down'",
        "metric = train_loss | metric = validation_loss | source file s: objective.metric is"
            + " validation_loss, but columns names no column for it",
        "format = csv | format = csv, status = done | source file s: status must be running or"
            + " finished, found 'done'"
      })
  void saysWhatIsWrong(String found, String replacement, String message) {
    String text = GOOD.replace(found, replacement == null ? "" : replacement);
    assertThatThrownBy(() -> SourceFile.parse("s", text))
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
  }

  @Test
  void derivedRateNeedsItsParametersAndATotal() {
    String derived =
        GOOD.replace("learning_rate = lr,", "")
            .replace(
                "format = csv",
                "format = csv, learning-rate { derive = warmup-cosine, peak = 0.1, total-steps ="
                    + " 100 }");
    assertThatThrownBy(() -> SourceFile.parse("s", derived))
        .hasMessage(
            "source file s: learning-rate.warmup-steps is missing, which warmup-cosine needs");
    assertThatThrownBy(
            () ->
                SourceFile.parse(
                    "s",
                    derived.replace("warmup-cosine", "cosine").replace(", total-steps = 100", "")))
        .hasMessage("source file s: total-steps is missing, which a derived learning rate needs");
    assertThatThrownBy(() -> SourceFile.parse("s", derived.replace("warmup-cosine", "cosin")))
        .hasMessage(
            "source file s: learning-rate.derive must be one of constant, step, linear,"
                + " exponential, cosine, one-cycle, stable-decay, each also with warmup- before"
                + " it, found 'cosin'");
  }

  @Test
  void refusesAFileThatDoesNotExistOrIsNoHocon() {
    assertThatThrownBy(() -> SourceFile.read("no/such.conf"))
        .isInstanceOf(UsageException.class)
        .hasMessage("source file no/such.conf does not exist");
    assertThatThrownBy(() -> SourceFile.parse("s", "source { format = "))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("source file s: s: 1: ");
  }
}
