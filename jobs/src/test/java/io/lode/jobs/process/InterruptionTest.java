package io.lode.jobs.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterruptionTest {

  private static final String OVER = "over";

  /** A command that prints until its process is ended, and goes on while it is. */
  public static final class Command {

    private Command() {}

    /**
     * Prints a line at a time.
     *
     * @param arguments {@code over} where the command has printed its result
     */
    public static void main(String[] arguments) throws InterruptedException {
      PrintStream out = System.out;
      Interruption interruption = Interruption.listen(() -> out.println("lode: interrupted"));
      PrintStream mutable = interruption.mutable(out);
      if (arguments[0].equals(OVER)) {
        interruption.over();
      }
      // The command still runs while the virtual machine shuts down.
      Runtime.getRuntime().addShutdownHook(new Thread(() -> mutable.println("late")));
      while (true) {
        mutable.println("line");
        Thread.sleep(1);
      }
    }
  }

  private record Ended(int status, List<String> lines) {}

  private static Ended terminate(String mode) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                Command.class.getName(),
                mode)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      assertThat(out.readLine()).isEqualTo("line");
      // SIGTERM; a process that was started in the background may not listen to SIGINT.
      process.toHandle().destroy();
      List<String> lines = out.lines().toList();
      return new Ended(process.waitFor(), lines);
    }
  }

  @Test
  void isTheLastThingThatACommandSays() throws Exception {
    Ended ended = terminate("under way");
    assertThat(ended.status()).isEqualTo(143);
    assertThat(ended.lines()).last().isEqualTo("lode: interrupted");
    assertThat(ended.lines()).isSubsetOf("line", "lode: interrupted");
  }

  @Test
  void isNotSaidOnceTheResultIsPrinted() throws Exception {
    Ended ended = terminate(OVER);
    assertThat(ended.status()).isEqualTo(143);
    assertThat(ended.lines()).isSubsetOf("line");
  }
}
