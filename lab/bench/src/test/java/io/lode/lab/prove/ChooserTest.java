package io.lode.lab.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.jobs.UsageException;
import io.lode.jobs.trial.Trial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChooserTest {

  @TempDir private Path folder;

  private Chooser.Reply ask(String script) {
    Chooser chooser = new Chooser("m", List.of("sh", "-c", script), folder);
    Trial trial = new Trial(Map.of("peak", "0.1"), 7);
    return chooser.ask(
        List.of(
            new Chooser.Known(new Tuning.Observed(trial, 0.5), true, Path.of("a")),
            new Chooser.Known(
                new Tuning.Observed(trial, Double.POSITIVE_INFINITY), false, Path.of("b"))));
  }

  private void refuses(String script, String message) {
    assertThatThrownBy(() -> ask(script))
        .isInstanceOf(UsageException.class)
        .hasMessage("the chooser of method m " + message);
  }

  @Test
  void tellsEveryRunAndReadsWhatIsNext() throws Exception {
    Chooser.Reply reply =
        ask(
            "cat > told; echo '{\"next\": {\"peak\": 0.2}, \"best\": {\"peak\": \"0.1\"}, \"spent\": 1.5}'");

    assertThat(reply.next()).isEqualTo(Map.of("peak", "0.2"));
    assertThat(reply.best()).isEqualTo(Map.of("peak", "0.1"));
    assertThat(reply.spent()).isEqualTo(1.5);
    assertThat(Files.readString(folder.resolve("told")))
        .isEqualTo(
            "{\"runs\":[{\"settings\":{\"peak\":\"0.1\"},\"seed\":7,\"value\":0.5,\"sweep\":true,"
                + "\"folder\":\"a\"},{\"settings\":{\"peak\":\"0.1\"},\"seed\":7,\"value\":null,"
                + "\"sweep\":false,\"folder\":\"b\"}]}");
  }

  @Test
  void saysWhatIsWrongWithTheProgram() {
    refuses("echo no idea >&2; exit 3", "ended with status 3: no idea");
    refuses("echo nothing", "must answer with one JSON object, found: nothing");
    refuses(
        "echo '{\"next\": {}}'",
        "must answer with objects 'next' and 'best' and a number 'spent', found: {\"next\": {}}");
    assertThatThrownBy(() -> new Chooser("m", List.of("./no-such"), folder).ask(List.of()))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("the chooser of method m cannot be started: ");
  }
}
