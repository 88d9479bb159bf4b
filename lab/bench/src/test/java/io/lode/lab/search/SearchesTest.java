package io.lode.lab.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.search.ScheduleSearch;
import io.lode.search.SearchConfig;
import org.junit.jupiter.api.Test;

class SearchesTest {

  @Test
  void everySearchAnswersWithItsOwnName() {
    assertThat(Searches.all(SearchConfig.standard()).stream().map(ScheduleSearch::name))
        .containsExactly("nightly", "free", "bayesian", "random", "repeat");
  }
}
