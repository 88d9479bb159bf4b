package io.lode.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.forecast.Horizon;
import io.lode.jobs.conf.settings.SearchSettings;
import io.lode.jobs.conf.settings.Settings;
import io.lode.jobs.conf.settings.TrainSettings;
import io.lode.model.latent.LatentConfig;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegretBenchTest {

  private static RegretMethods methods(String... assignments) {
    Settings settings = Settings.load(null, List.of(assignments));
    return new RegretMethods(
        SearchSettings.of(settings).search(),
        TrainSettings.of(settings),
        LatentConfig.published(1).sized(1, 10));
  }

  private static RegretPlan plan(
      List<String> forecasters, List<String> searches, int threads, RegretMethods methods) {
    return plan("over-fitting", forecasters, searches, threads, methods);
  }

  private static RegretPlan plan(
      String world,
      List<String> forecasters,
      List<String> searches,
      int threads,
      RegretMethods methods) {
    return new RegretPlan(
        List.of(world),
        0,
        forecasters,
        searches,
        List.of(10),
        List.of(new Horizon(1)),
        1,
        1,
        2,
        2,
        threads,
        methods);
  }

  private static List<RegretTable.Row> rows(RegretPlan plan) {
    return RegretTable.rows(new RegretBench(plan, line -> {}).run(cell -> {}));
  }

  @Test
  void measuresEveryForecasterUnderBothPolicies() {
    List<RegretTable.Row> rows =
        rows(
            plan(
                "quadratic",
                List.of("modal", "multi-power-law"),
                List.of("nightly"),
                1,
                methods()));
    assertThat(rows)
        .extracting(RegretTable.Row::forecaster)
        .containsExactly("modal", "modal", "multi-power-law", "multi-power-law");
    assertThat(rows)
        .extracting(RegretTable.Row::policy)
        .containsExactly("planned", "proven", "planned", "proven");
    assertThat(RegretTable.markdown(rows).get(2)).startsWith("| quadratic | multi-power-law |");
    assertThat(rows.get(0).median())
        .as("another law plans something else here")
        .isNotEqualTo(rows.get(2).median());
  }

  @Test
  void givesTheSameRowsInTheSameOrderOnMoreThreads() {
    List<List<RegretResult>> finished = new ArrayList<>();
    RegretPlan two = plan(List.of("modal"), List.of("random", "repeat"), 2, methods());
    List<RegretResult> results =
        new RegretBench(two, line -> {}).run(cell -> finished.add(List.copyOf(cell)));
    assertThat(RegretTable.rows(results))
        .isEqualTo(rows(plan(List.of("modal"), List.of("random", "repeat"), 1, methods())));
    assertThat(finished)
        .extracting(cell -> cell.get(0).cell().search())
        .containsExactly("random", "repeat");
  }

  @Test
  void listensToTheSettingsOfTheSearch() {
    RegretMethods still = methods("search.first-radius=0.2", "search.largest-radius=0.2");
    assertThat(still.search().region().firstRadius()).isEqualTo(0.2);
    assertThat(rows(plan(List.of("modal"), List.of("nightly"), 1, still)))
        .isNotEqualTo(rows(plan(List.of("modal"), List.of("nightly"), 1, methods())));
  }

  @Test
  void namesTheForecastersAndSearchesThatThereAre() {
    assertThatThrownBy(() -> plan(List.of("oracle"), List.of("nightly"), 1, methods()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "forecaster must be one of modal, modal+curves, modal+neural, multi-power-law, latent,"
                + " found 'oracle'");
    assertThatThrownBy(() -> plan(List.of("modal"), List.of("luck"), 1, methods()))
        .hasMessage(
            "search must be one of nightly, free, bayesian, random, repeat, latent, found 'luck'");
  }
}
