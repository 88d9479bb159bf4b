package io.lode.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lode.artifact.ScheduleArtifactJson;
import io.lode.forecast.Horizon;
import io.lode.jobs.TestSpark;
import io.lode.jobs.cli.options.Console;
import io.lode.jobs.store.Store;
import io.lode.jobs.store.files.VersionedFolder;
import io.lode.lab.world.SampleSchedule;
import io.lode.trajectory.GroupKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollbackCommandTest {

  private static final GroupKey GROUP = new GroupKey("m", "d", "adam");
  private static final Horizon END = new Horizon(1);

  @TempDir private Path folder;
  private VersionedFolder versions;

  private record Answer(int status, JsonNode json, String errors) {}

  @BeforeEach
  void publishThreeVersions() {
    Store store = Store.open(TestSpark.session(), folder.toString());
    versions = store.artifacts().schedules(GROUP, END);
    publish(versions, 3);
    publish(store.artifacts().schedules(new GroupKey("m", "d", "sgd"), END), 1);
  }

  private static void publish(VersionedFolder folder, int count) {
    for (int i = 0; i < count; i++) {
      folder.publish(
          version ->
              ScheduleArtifactJson.write(
                  SampleSchedule.of(GROUP, END, "r", "2026-01-01T00:00:00Z").withVersion(version)));
    }
  }

  private Answer rollback(String... arguments) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> all = new ArrayList<>(List.of("rollback", "--store", folder.toString(), "--json"));
    all.addAll(Arrays.asList(arguments));
    int status =
        Lode.run(
            new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8)),
            all.toArray(String[]::new));
    return new Answer(
        status, new ObjectMapper().readTree(out.toByteArray()), err.toString(UTF_8).strip());
  }

  @Test
  void movesLatestBackAndOnAgain() throws IOException {
    String group = "model=m,dataset=d,optimizer=adam";
    Answer back = rollback("--group", group, "--horizon", "1", "--to", "1");
    assertThat(back.status()).isZero();
    assertThat(back.json().get("from").asInt()).isEqualTo(3);
    assertThat(back.json().get("to").asInt()).isEqualTo(1);
    assertThat(back.json().get("changed").asBoolean()).isTrue();
    assertThat(back.json().get("path").asText()).isEqualTo(versions.path(1));
    assertThat(versions.latest()).contains(versions.read(1).orElseThrow());
    assertThat(versions.versions()).containsExactly(1, 2, 3);

    Answer again = rollback("--group", group, "--horizon", "1.0", "--to", "1");
    assertThat(again.json().get("changed").asBoolean()).isFalse();

    rollback("--group", group, "--horizon", "1.0", "--to", "2");
    assertThat(versions.latestVersion()).contains(2);
  }

  @Test
  void namesWhatIsWrong() throws IOException {
    String group = "model=m,dataset=d,optimizer=adam";
    Answer missing = rollback("--group", group, "--horizon", "1", "--to", "7");
    assertThat(missing.status()).isEqualTo(2);
    assertThat(missing.errors())
        .isEqualTo("lode: --to 7 is no version of " + versions.folder() + ", found [1, 2, 3]");

    Answer several = rollback("--group", "model=m,dataset=d", "--horizon", "1", "--to", "1");
    assertThat(several.status()).isEqualTo(2);
    assertThat(several.errors())
        .isEqualTo(
            "lode: rollback takes one group, found 2 of model=m,dataset=d; name one of the"
                + " optimizers [adam, sgd]");

    Answer none = rollback("--group", "model=x,dataset=d", "--horizon", "1", "--to", "1");
    assertThat(none.status()).isEqualTo(3);

    Answer all = rollback("--horizon", "1", "--to", "1");
    assertThat(all.status()).isEqualTo(2);
    assertThat(all.errors())
        .isEqualTo("lode: rollback takes --group model=M,dataset=D[,optimizer=O], found none");
  }

  @Test
  void aDamagedVersionIsNotMadeTheLatest() throws IOException {
    byte[] changed =
        new String(versions.read(1).orElseThrow(), UTF_8).replace("kept", "Kept").getBytes(UTF_8);
    versions.files().replace(versions.path(1), changed);
    Answer answer =
        rollback("--group", "model=m,dataset=d,optimizer=adam", "--horizon", "1", "--to", "1");
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.errors())
        .contains(versions.path(1) + ": its content does not match its id; expected ");
    assertThat(versions.latestVersion()).contains(3);
  }
}
