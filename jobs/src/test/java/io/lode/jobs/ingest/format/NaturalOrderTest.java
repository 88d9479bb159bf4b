package io.lode.jobs.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {

  @Test
  void numbersCountAsNumbers() {
    assertThat(
            List.of("version_10/a", "version_2/a", "version_02/a", "b", "a", "version_2/b").stream()
                .sorted(NaturalOrder.NAMES))
        .containsExactly("a", "b", "version_02/a", "version_2/a", "version_2/b", "version_10/a");
    assertThat(NaturalOrder.NAMES.compare("a", "a")).isZero();
    // More digits than a long has.
    assertThat(NaturalOrder.NAMES.compare("1".repeat(40), "2".repeat(39))).isPositive();
  }
}
