package io.lode.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.jobs.cli.DocumentedCommands;
import io.lode.jobs.cli.options.Console;
import org.junit.jupiter.api.Test;

/** No page names a command of the lab or an option that does not exist. */
class DocumentedLabCommandsTest {

  @Test
  void everyDocumentedCommandIsUnderstood() {
    DocumentedCommands commands =
        DocumentedCommands.of(
            "lode-lab", () -> LodeLab.commandLine(new Console(System.out, System.err)));
    assertThat(commands.wrong()).isEmpty();
    assertThat(commands.count()).isGreaterThan(20);
  }
}
