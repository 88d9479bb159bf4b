package io.lode.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.jobs.cli.options.Console;
import org.junit.jupiter.api.Test;

/** No page names a command or an option that does not exist. */
class DocumentedCommandsTest {

  @Test
  void everyDocumentedCommandIsUnderstood() {
    DocumentedCommands commands =
        DocumentedCommands.of("lode", () -> Lode.commandLine(new Console(System.out, System.err)));
    assertThat(commands.wrong()).isEmpty();
    assertThat(commands.count()).isGreaterThan(40);
  }
}
