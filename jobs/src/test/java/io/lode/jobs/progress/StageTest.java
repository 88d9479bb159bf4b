package io.lode.jobs.progress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lode.jobs.progress.ConsoleProgress.Detail;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StageTest {

  private static final long SECOND = 1_000_000_000L;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final AtomicLong now = new AtomicLong();

  private ConsoleProgress console(Detail detail) {
    return new ConsoleProgress(new PrintStream(bytes, true, UTF_8), detail, now::get);
  }

  private String shown() {
    return bytes.toString(UTF_8);
  }

  @Test
  void tellsHowFarAndHowLongStill() {
    assertThat(Stage.line("train", "groups", 50, 200, 30 * SECOND, ""))
        .isEqualTo("train: 50 of 200 groups (25%), 30 s, about 90 s left");
    assertThat(Stage.line("train", "groups", 0, 200, 3 * SECOND, ""))
        .isEqualTo("train: 0 of 200 groups (0%), 3 s");
    assertThat(Stage.line("ingest: read", "KiB", 1, 100, 600 * SECOND, "7 rows"))
        .isEqualTo("ingest: read: 1 of 100 KiB (1%), 7 rows, 10 min, about 16.5 h left");
    assertThat(Stage.line("train", "groups", 4, 4, 7 * SECOND, ""))
        .isEqualTo("train: 4 of 4 groups (100%), 7 s");
  }

  @Test
  void aTerminalsLineIsRedrawnAndTakenAway() {
    try (ConsoleProgress progress = console(Detail.TERMINAL)) {
      progress.update("one");
      progress.update("two");
      progress.accept("kept");
    }
    assertThat(shown())
        .isEqualTo("\r\u001b[Kone\r\u001b[Ktwo\r\u001b[Kkept" + System.lineSeparator());
  }

  @Test
  void elsewhereItIsARareLineAndNothingWhereNothingIsWanted() {
    ConsoleProgress lines = console(Detail.LINES);
    for (int second = 0; second < 130; second++) {
      now.addAndGet(SECOND);
      lines.update("second " + (second + 1));
    }
    assertThat(shown().lines()).containsExactly("second 60", "second 120");
    bytes.reset();
    ConsoleProgress verbose = console(Detail.VERBOSE);
    for (int second = 0; second < 11; second++) {
      now.addAndGet(SECOND);
      verbose.update("second " + (second + 1));
    }
    assertThat(shown().lines()).containsExactly("second 5", "second 10");
    bytes.reset();
    ConsoleProgress quiet = console(Detail.QUIET);
    now.addAndGet(1000 * SECOND);
    quiet.accept("kept");
    quiet.update("far");
    assertThat(shown()).isEmpty();
  }
}
