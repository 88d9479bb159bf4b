package io.lode.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopyBenchTest {

  @Test
  void aStoreThatIsCopiedDuringANightAndItsCopyGoOnApart(@TempDir Path folder) {
    List<CopyBench.Row> rows = new CopyBench(folder, line -> {}).run(1, 3);
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).sound()).as(rows.get(0).line()).isTrue();
    assertThat(rows.get(0).line())
        .startsWith("copied after ")
        .contains(" ms: refused, ")
        .endsWith(", the same runs, the other untouched");
  }
}
