package io.lode.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lode.jobs.cli.options.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of a group that nothing can be fitted to, every command says what is wrong with it. */
class UnfitGroupsTest {

  @TempDir private Path folder;

  private String errors(String... arguments) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--store", folder.resolve("store").toString(), "--master", "local[1]"));
    int status =
        Lode.run(
            new Console(
                new PrintStream(new ByteArrayOutputStream(), true, UTF_8),
                new PrintStream(err, true, UTF_8)),
            all.toArray(String[]::new));
    return status + " " + err.toString(UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "0.1, 0, a loss must be over 0",
    "0.1, nan, logged a number as validation_loss",
    "0, 2, logged a learning rate over 0"
  })
  void trainAndGenerateSayWhatIsWrong(String rate, String loss, String said) throws IOException {
    Path logs = Files.createDirectories(folder.resolve("logs/m/d"));
    for (int run = 0; run < 3; run++) {
      Files.writeString(
          logs.resolve("r" + run + ".csv"),
          "step,learning_rate,validation_loss\n1,%s,%s\n2,%s,%s\n"
              .formatted(rate, loss, rate, loss));
    }
    String input = folder.resolve("logs").toString();
    assertThat(errors("ingest", "--source", "csv", "--input", input)).startsWith("0 ");
    assertThat(errors("train")).contains(said).doesNotContain("unexpected ");
    assertThat(errors("generate"))
        .contains(said)
        .doesNotContain("unexpected ")
        .doesNotContain("no run reached step");
  }

  @Test
  void aStoreWithoutRunsSaysToIngest() {
    assertThat(errors("generate")).contains("expected some from lode ingest");
  }
}
