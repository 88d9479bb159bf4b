package io.lode.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

class OptionalProgramTest {

  private static final List<String> MISSING = List.of("lode-has-no-such-program", "--version");
  private static final List<String> FAILING =
      List.of("sh", "-c", "echo Traceback; echo 'ImportError: no x'; exit 1");

  @TempDir private Path folder;

  private static OptionalProgram program(
      Map<String, String> environment, List<List<String>> trials) {
    return new OptionalProgram("X", "The X", "apt-get install x", environment, trials);
  }

  /** The message that the test is skipped with; the same line is printed. */
  private static String skipped(List<String> trial) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream errors = System.err;
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      OptionalProgram program = program(Map.of(), List.of(trial));
      Throwable thrown = catchThrowable(() -> program.require());
      assertThat(thrown).isInstanceOf(TestAbortedException.class);
      String message = thrown.getMessage().replace("Assumption failed: ", "");
      assertThat(printed.toString(StandardCharsets.UTF_8))
          .isEqualToNormalizingNewlines("[lode] skipped in OptionalProgramTest: " + message + "\n");
      return message;
    } finally {
      System.setErr(errors);
    }
  }

  @Test
  void aTestIsSkippedWithWhatTheTrialSaidAndHowToInstallTheProgram() {
    assertThat(skipped(FAILING))
        .isEqualTo(
            "The X is missing: 'sh -c echo Traceback; echo 'ImportError: no x'; exit 1' says "
                + "ImportError: no x; expected 'apt-get install x'");
    assertThat(skipped(MISSING))
        .contains(
            "'lode-has-no-such-program --version' says Cannot run program "
                + "\"lode-has-no-such-program\"");
    assertThat(skipped(List.of("sh", "-c", "exit 3"))).contains("says status 3;");
  }

  @Test
  void aRequiredProgramThatIsMissingFailsTheTest() {
    OptionalProgram required = program(Map.of("LODE_REQUIRE_X", "1"), List.of(MISSING));
    assertThatThrownBy(required::require)
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("LODE_REQUIRE_X is 1, but The X is missing: ");
    assertThatThrownBy(required::command)
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("LODE_REQUIRE_X is 1, but The X is missing: ");
  }

  @Test
  void theFirstProgramThatWorksIsNamed() {
    OptionalProgram found =
        program(Map.of("LODE_REQUIRE_X", "1"), List.of(MISSING, List.of("true")));
    assertThat(found.require()).isEqualTo("true");
    assertThat(found.command()).contains("true");
    assertThat(program(Map.of("LODE_REQUIRE_X", "0"), List.of(MISSING)).command()).isEmpty();
  }

  @Test
  void aProgramIsTriedOnce() throws IOException {
    Path tried = folder.resolve("tried");
    for (int status : List.of(0, 1)) {
      Files.deleteIfExists(tried);
      String line = "echo tried >> '" + tried + "'; exit " + status;
      OptionalProgram program = program(Map.of(), List.of(List.of("sh", "-c", line)));
      program.command();
      program.command();
      assertThat(tried).hasContent("tried");
    }
  }
}
