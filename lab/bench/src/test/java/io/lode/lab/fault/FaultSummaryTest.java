package io.lode.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.lab.fault.FaultsBench.Fault;
import io.lode.lab.fault.FaultsBench.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultSummaryTest {

  private static Row row(Fault fault, boolean hit, int status, boolean same, long failedReads) {
    return new Row(0, fault, 1, 0, hit, status, 0, same, 10, failedReads, null);
  }

  @Test
  void countsTheRunsOfEachFault() {
    List<FaultSummary> summaries =
        FaultSummary.of(
            List.of(
                row(Fault.WORKER, true, 0, true, 0),
                row(Fault.DRIVER, true, 137, true, 0),
                row(Fault.DRIVER, false, 0, true, 0),
                row(Fault.DRIVER, true, 137, false, 2)));
    assertThat(summaries.stream().map(FaultSummary::line))
        .containsExactly(
            "driver: 3 runs, 2 hit; exit statuses of those {137=2}, of the next runs {0=3}; 2 stores"
                + " the same; 30 reads, 2 failed",
            "worker: 1 runs, 1 hit; exit statuses of those {0=1}, of the next runs {0=1}; 1 stores"
                + " the same; 10 reads, 0 failed");
  }
}
