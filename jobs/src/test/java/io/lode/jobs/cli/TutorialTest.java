package io.lode.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lode.jobs.OptionalProgram;
import io.lode.jobs.cli.options.Console;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs every block of a page in order, as a reader does: shell by bash, {@code submit-scripts/lode}
 * in this JVM, Python by Debian's Python. Where PyTorch is missing, the tutorial ends before its
 * job, and the test counts as skipped.
 */
class TutorialTest {

  private static final String LAUNCHER = "submit-scripts/lode ";

  @TempDir private Path folder;

  @Test
  void theTutorialLeadsFromLogsToAScheduleThatAJobFollows() throws Exception {
    OptionalProgram.PYTHON.require();
    Optional<String> torch = OptionalProgram.TORCH.command();
    StringBuilder transcript = new StringBuilder();
    for (Documentation.Block block : blocks("tutorial.md")) {
      if (block.language().equals("python")) {
        if (torch.isEmpty()) {
          break; // The blocks that follow read what this block logs.
        }
        Path script = Files.writeString(folder.resolve("job.py"), block.text());
        run(torch.get(), script.toString());
      } else if (block.language().equals("sh")) {
        transcript.append(shell(block.text()));
      }
    }
    assertThat(transcript)
        .contains("732 observations of 12 runs, 0 rejected")
        .contains("model=regression,dataset=toy,optimizer=sgd, horizon 1.0:")
        .contains("report: open ");
    Path schedules =
        folder.resolve(
            "lode-store/schedules/model=regression/dataset=toy/optimizer=sgd/horizon=1.0");
    assertThat(schedules.resolve("latest.json")).exists();
    assertThat(folder.resolve("lode-store/report/index.html")).exists();
    OptionalProgram.TORCH.require();
    assertThat(transcript).contains("60 observations of 1 runs, 0 rejected");
  }

  @Test
  void aNightIsThreeCommands() throws Exception {
    OptionalProgram.PYTHON.require();
    Path logs = folder.resolve("logs");
    for (Documentation.Block block : blocks("tutorial.md").subList(0, 1)) {
      shell(
          block
              .text()
              .replace("iteration,lr,loss,val", "step,learning_rate,train_loss,validation_loss"));
    }
    Files.move(folder.resolve("my-logs"), logs);
    for (Documentation.Block block : blocks("nightly.md")) {
      if (block.language().equals("sh")) {
        assertThat(shell(block.text())).contains("report: open ");
      }
    }
  }

  private static List<Documentation.Block> blocks(String page) {
    return Documentation.blocks(Documentation.text(Path.of("../docs", page)));
  }

  /** Runs a block; what the commands of LODE print on stdout. */
  private String shell(String block) throws Exception {
    StringBuilder printed = new StringBuilder();
    StringBuilder other = new StringBuilder();
    for (String line : block.lines().toList()) {
      if (line.startsWith(LAUNCHER)) {
        printed.append(lode(line.substring(LAUNCHER.length())));
      } else {
        other.append(line).append('\n');
      }
    }
    if (!other.toString().isBlank()) {
      run("bash", "-euc", other.toString());
    }
    return printed.toString();
  }

  private String lode(String command) {
    List<String> arguments = new ArrayList<>();
    String previous = "";
    for (String word : Documentation.words(command)) {
      // Names of files are relative to the folder of the reader, or to the clone.
      boolean file = List.of("--source", "--input", "--store").contains(previous);
      Path here = folder.resolve(word);
      boolean ours = previous.equals("--store") || Files.exists(here);
      arguments.add(
          file && ours
              ? here.toString()
              : file && Files.exists(Path.of("..", word)) ? Path.of("..", word).toString() : word);
      previous = word;
    }
    if (!arguments.contains("--store")) {
      arguments.addAll(List.of("--store", folder.resolve("lode-store").toString()));
    }
    arguments.addAll(List.of("--master", "local[2]"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        Lode.run(
            new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8)),
            arguments.toArray(String[]::new));
    assertThat(status).as(command + "\n" + err.toString(UTF_8)).isZero();
    return out.toString(UTF_8);
  }

  private void run(String... command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    // The caller's path stays in front: .ci/run hides PyTorch by it.
    builder
        .environment()
        .merge(
            "PYTHONPATH",
            Path.of("../clients/python").toAbsolutePath().normalize().toString(),
            (callers, client) -> callers + File.pathSeparator + client);
    Process process = builder.redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(String.join(" ", command) + "\n" + text).isZero();
  }
}
