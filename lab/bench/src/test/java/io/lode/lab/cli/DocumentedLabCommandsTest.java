package io.lode.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.jobs.cli.Console;
import io.lode.jobs.cli.Documentation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** No page names a command of the lab or an option that does not exist. */
class DocumentedLabCommandsTest {

  @Test
  void everyDocumentedCommandIsUnderstood() {
    List<String> wrong = new ArrayList<>();
    int commands = 0;
    for (Path page : Documentation.pages()) {
      for (String command : Documentation.commands(Documentation.text(page), "lode-lab")) {
        // Synopses such as "replan [--watch]", and values that stand for others: "--variant V".
        if (command.matches(".*[\\[\\]|{}…].*|.*\\.\\.\\..*|.* [A-Z]( .*)?")) {
          continue;
        }
        commands++;
        String complaint = complaint(Documentation.words(command));
        if (complaint != null) {
          wrong.add(page.getFileName() + ": lode-lab " + command + ": " + complaint);
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(commands).isGreaterThan(20);
  }

  /** Why a command cannot be parsed, or null; required options may be left out in prose. */
  private static String complaint(List<String> words) {
    CommandLine line = LodeLab.commandLine(new Console(System.out, System.err));
    try {
      line.parseArgs(words.toArray(String[]::new));
      return null;
    } catch (CommandLine.MissingParameterException e) {
      return words.stream().anyMatch(word -> word.startsWith("--")) ? e.getMessage() : null;
    } catch (ParameterException e) {
      return e.getMessage();
    }
  }
}
