package io.lode.jobs.conf.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.jobs.UsageException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunRulesTest {

  private static SourceDefinition source(String more) {
    return SourceFile.parse(
        "test",
        """
        source {
          format = tensorboard, path = "{run}/*/events*"
          constants { model = m, dataset = d }
          columns { learning_rate = lr, train_loss = "train:loss", validation_loss = "eval/val:loss" }
          objective { metric = "eval/val:accuracy", direction = maximize }
        """
            + more
            + "\n}");
  }

  @Test
  void conditionsCompareNumbersAndTexts() {
    RunRules rules =
        source("leave-out = [\"batch_size < 64\", \"kind != run\", \"note=Pilot\"]").rules();
    assertThat(rules.whyLeftOut(Map.of("batch_size", "32.0")))
        .isEqualTo("leave-out says batch_size < 64, found 32.0");
    assertThat(rules.whyLeftOut(Map.of("batch_size", "64"))).isNull();
    assertThat(rules.whyLeftOut(Map.of("batch_size", "small"))).isNull();
    assertThat(rules.whyLeftOut(Map.of("kind", "pilot"))).isNotNull();
    assertThat(rules.whyLeftOut(Map.of("kind", "run"))).isNull();
    assertThat(rules.whyLeftOut(Map.of("note", "pilot"))).isNotNull();
    assertThat(rules.whyLeftOut(Map.of())).isNull();
  }

  @Test
  void stepsGoByTheLongestNameThatFits() {
    RunRules rules =
        source("steps { \"epoch_*\" = \"10 * step\", \"epoch_x*\" = \"20 * step\", y = 1 }")
            .rules();
    assertThat(rules.stepOf("epoch_loss").evaluate(name -> 3)).isEqualTo(30);
    assertThat(rules.stepOf("epoch_x1").evaluate(name -> 3)).isEqualTo(60);
    assertThat(rules.stepOf("y").evaluate(name -> 3)).isEqualTo(1);
    assertThat(rules.stepOf("batch_loss")).isNull();
  }

  @Test
  void aFolderIsTheOneThatTheFileLiesIn() {
    RunRules rules = source("").rules();
    assertThat(rules.folders()).containsExactly("eval/val", "train");
    assertThat(rules.folderOf("a/train/events.1")).isEqualTo("train");
    assertThat(rules.folderOf("train/events.1")).isEqualTo("train");
    assertThat(rules.folderOf("a/eval/val/events.1")).isEqualTo("eval/val");
    assertThat(rules.folderOf("a/val/events.1")).isNull();
    assertThat(rules.folderOf("events.1")).isNull();
  }

  @Test
  void whatIsNoConditionIsRefused() {
    assertThatThrownBy(() -> source("leave-out = [\"debug\"]"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "source file test: leave-out must hold conditions such as \"debug = true\" or"
                + " \"batch_size < 64\", found 'debug'");
    assertThatThrownBy(() -> source("leave-out = [\"a < b\"]"))
        .hasMessage("source file test: leave-out 'a < b' must compare with a number, found 'b'");
    assertThatThrownBy(() -> source("least-steps = -1"))
        .hasMessage("source file test: least-steps must be at least 0, found -1.0");
  }
}
