package io.lode.jobs.conf.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.jobs.UsageException;
import io.lode.model.modal.PaceConfig;
import io.lode.search.SearchConfig;
import io.lode.search.replan.ReplanConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SearchSettingsTest {

  private static Settings with(String... assignments) {
    return Settings.load(null, List.of(assignments));
  }

  @Test
  void theDefaultsAreWhatTheBenchmarksWereMeasuredWith() {
    assertThat(SearchSettings.of(Settings.defaults()).search()).isEqualTo(SearchConfig.standard());
    assertThat(ReplanSettings.of(Settings.defaults()).config()).isEqualTo(ReplanConfig.standard());
    assertThat(ReplanSettings.of(Settings.defaults()).pace()).isEqualTo(PaceConfig.standard());
  }

  @Test
  void everyDocumentedKeyIsRead() {
    assertThat(documented("search")).isEqualTo(union(keys(SearchConfig.class), "horizons"));
    assertThat(documented("replan")).isEqualTo(keys(ReplanSettings.class));
  }

  @Test
  void readsValuesOfEveryType() {
    SearchConfig search =
        SearchSettings.of(
                with(
                    "search.first-radius=0.3",
                    "search.proven-runs=3",
                    "search.refinement-scales=[0.5]"))
            .search();
    assertThat(search.region().firstRadius()).isEqualTo(0.3);
    assertThat(search.publication().provenRuns()).isEqualTo(3);
    assertThat(search.candidates().refinementScales()).containsExactly(0.5);
    assertThat(ReplanSettings.of(with("replan.largest-drop=9")).config().safety().largestDrop())
        .isEqualTo(9);
  }

  @Test
  void namesASettingThatIsOutOfRange() {
    rejects("search.growth=0", "setting search: growth must be over 0, found 0");
    rejects(
        "search.largest-radius=0.1",
        "setting search: largest-radius must be at least 0.2, found 0.1");
    rejects("search.sparse-part=2", "setting search: sparse-part must be from 0 to 1, found 2");
    rejects("search.proven-runs=0", "setting search: proven-runs must be at least 1, found 0");
    rejects(
        "search.refinement-scales=[0.1, -1]",
        "setting search: refinement-scales must be numbers over 0, found [0.1, -1.0]");
    assertThatThrownBy(() -> ReplanSettings.of(with("replan.untried-edge=1")))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "setting replan: recovery must be over 0 and untried-edge over 1, found 0.05 and 1.0");
  }

  private static void rejects(String assignment, String message) {
    assertThatThrownBy(() -> SearchSettings.of(with(assignment)))
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
  }

  static Set<String> documented(String section) {
    return new TreeSet<>(Settings.defaults().section(section).root().keySet());
  }

  private static Set<String> union(Set<String> keys, String another) {
    Set<String> union = new TreeSet<>(keys);
    union.add(another);
    return union;
  }

  static Set<String> keys(Class<?> type) {
    Set<String> keys = new TreeSet<>();
    Arrays.stream(type.getRecordComponents())
        .flatMap(
            component ->
                component.getType().isRecord()
                    ? keys(component.getType()).stream()
                    : Stream.of(RecordReader.key(component)))
        .filter(key -> !key.equals(RecordReader.SEED))
        .forEach(keys::add);
    return keys;
  }
}
