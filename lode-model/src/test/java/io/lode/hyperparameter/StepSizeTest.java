package io.lode.hyperparameter;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.trajectory.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepSizeTest {

  private static List<Run> runs(List<Map<String, String>> hyperparameters) {
    VariedRuns runs = new VariedRuns();
    hyperparameters.forEach(one -> runs.run(0.1, 0, one));
    return runs.sweep().runs();
  }

  private static Optional<StepSize> of(List<Map<String, String>> hyperparameters) {
    return StepSize.of(runs(hyperparameters), HyperparameterRoles.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "batch_size",
        "bs",
        "BatchSize",
        "train_batch_size",
        "global_batch_size",
        "data/batch-size",
        "training.batch_size",
        "per_device_train_batch_size",
        "tokens_per_step"
      })
  void knowsABatchSizeByItsName(String name) {
    StepSize size = of(List.of(Map.of(name, "32"), Map.of(name, "128"))).orElseThrow();
    assertThat(size.names()).containsExactly(name);
    assertThat(size.of(Map.of(name, "128")) / size.of(Map.of(name, "32"))).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"eval_batch_size", "batch_norm", "batches", "weight_decay"})
  void doesNotTakeOtherNamesForOne(String name) {
    assertThat(of(List.of(Map.of(name, "32"), Map.of(name, "128")))).isEmpty();
  }

  @Test
  void multipliesByThePartsThatAGradientIsAccumulatedOver() {
    List<Map<String, String>> runs = new ArrayList<>();
    for (String parts : List.of("1", "2", "4")) {
      for (String batch : List.of("8", "16")) {
        runs.add(Map.of("batch_size", batch, "gradient_accumulation_steps", parts));
      }
    }
    StepSize size = of(runs).orElseThrow();
    assertThat(size.names()).containsExactly("batch_size", "gradient_accumulation_steps");
    assertThat(size.of(runs.get(5))).isEqualTo(64);
  }

  @Test
  void theWholeSaysItBetterThanItsParts() {
    List<Map<String, String>> runs = new ArrayList<>();
    for (int devices : new int[] {1, 2, 4}) {
      Map<String, String> one = new TreeMap<>();
      one.put("per_device_train_batch_size", "8");
      one.put("world_size", String.valueOf(devices));
      one.put("total_batch_size", String.valueOf(8 * devices));
      runs.add(one);
    }
    StepSize whole = of(runs).orElseThrow();
    assertThat(whole.names()).containsExactly("total_batch_size");
    assertThat(whole.others()).containsExactly("per_device_train_batch_size");
    runs.forEach(one -> one.remove("total_batch_size"));
    StepSize product = of(runs).orElseThrow();
    assertThat(product.names()).containsExactly("world_size");
  }

  @Test
  void tokensSayMoreThanExamples() {
    StepSize size =
        of(List.of(
                Map.of("tokens_per_step", "1024", "batch_size", "8"),
                Map.of("tokens_per_step", "4096", "batch_size", "8")))
            .orElseThrow();
    assertThat(size.unit()).isEqualTo(StepSize.Unit.TOKENS);
  }

  @Test
  void isNotKnownWhereARunDoesNotSayIt() {
    assertThat(of(List.of(Map.of("batch_size", "32"), Map.of("batch_size", "64"), Map.of())))
        .isEmpty();
    assertThat(of(List.of(Map.of("batch_size", "32"), Map.of("batch_size", "auto")))).isEmpty();
    assertThat(of(List.of(Map.of("batch_size", "32"), Map.of("batch_size", "0")))).isEmpty();
    assertThat(of(List.of(Map.of("batch_size", "32"), Map.of("batch_size", "32.0")))).isEmpty();
  }

  @Test
  void namesTheRunThatDoesNotSayIt() {
    assertThat(
            StepSize.untold(
                runs(List.of(Map.of("batch_size", "32"), Map.of("batch_size", "64"), Map.of())),
                HyperparameterRoles.NONE))
        .contains(
            "batch_size must be a number over 0 in every run, found missing in run run-102: until"
                + " each run says it, a step on any batch counts as the same");
    assertThat(
            StepSize.untold(
                runs(List.of(Map.of("batch_size", "32"), Map.of("batch_size", "64"))),
                HyperparameterRoles.NONE))
        .isEmpty();
    assertThat(StepSize.untold(runs(List.of(Map.of(), Map.of())), HyperparameterRoles.NONE))
        .isEmpty();
  }

  @Test
  void mayBeDeclaredOrIgnored() {
    List<Run> runs = runs(List.of(Map.of("rows", "32"), Map.of("rows", "64")));
    assertThat(StepSize.of(runs, HyperparameterRoles.NONE)).isEmpty();
    HyperparameterRoles declared =
        HyperparameterRoles.of(Set.of(), Set.of(), Set.of(), Set.of("rows"));
    assertThat(StepSize.of(runs, declared).orElseThrow().names()).containsExactly("rows");
    Map<String, String> kept = declared.asHyperparameters();
    assertThat(kept).containsEntry("lode.batch-sizes", "rows");
    List<Run> bySource = new ArrayList<>();
    for (String rows : List.of("32", "64")) {
      Map<String, String> all = new TreeMap<>(kept);
      all.put("rows", rows);
      bySource.addAll(runs(List.of(all)));
    }
    assertThat(StepSize.of(bySource, HyperparameterRoles.NONE).orElseThrow().names())
        .containsExactly("rows");
    assertThat(
            StepSize.of(
                runs(List.of(Map.of("batch_size", "32"), Map.of("batch_size", "64"))),
                HyperparameterRoles.of(Set.of(), Set.of("batch_size"), Set.of())))
        .isEmpty();
  }
}
