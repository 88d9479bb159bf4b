package io.lode.lab.varied;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.hyperparameter.HyperparameterConfig;
import io.lode.model.modal.ModalConfig;
import io.lode.search.SearchConfig;
import io.lode.search.nightly.NightlySearch;
import java.util.List;
import org.junit.jupiter.api.Test;

class VariedBenchTest {

  private static double change(VariedRow row, String key) {
    return row.change().get(key).get(0);
  }

  @Test
  void aStrongSettingAtRandomCostsNextToNothingWhereItIsAnInput() {
    VariedPlan plan =
        new VariedPlan(List.of("multi-power-law"), List.of("strong"), List.of(20), 31, 1, 2, 3, 8);
    ModalConfig modal = ModalConfig.standard(0);
    ModalConfig quick = modal.briefEnsemble();
    VariedRow row =
        new VariedBench(
                plan,
                NightlySearch.standard(SearchConfig.standard()),
                quick,
                HyperparameterConfig.standard(),
                line -> {})
            .run(unused -> {})
            .get(0);
    assertThat(change(row, "inputs, night 0")).isLessThan(0.01);
    assertThat(change(row, "inputs, night 2"))
        .isNegative()
        .isLessThan(0.8 * change(row, "held, night 2"));
    assertThat(change(row, "ignored, night 2")).isGreaterThan(change(row, "inputs, night 2"));
    assertThat(row.whole().get("inputs, night 0").get(0)).isLessThan(0.01);
  }
}
