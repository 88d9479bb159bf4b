package io.lode.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lode.jobs.TestSpark;
import io.lode.jobs.cli.options.Console;
import io.lode.jobs.conf.settings.IngestSettings;
import io.lode.jobs.conf.settings.Settings;
import io.lode.jobs.conf.source.SourceFile;
import io.lode.jobs.ingest.delivery.IngestReport;
import io.lode.jobs.pipeline.Ingest;
import io.lode.jobs.store.Store;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoveCommandTest {

  private static final String SOURCE =
      """
      source {
        format = csv
        path = "{model}/{run}.csv"
        constants { dataset = d, optimizer = o }
        columns { step = step, learning_rate = lr, train_loss = loss }
        objective { metric = train_loss, direction = minimize }
      }
      """;

  @TempDir private Path folder;
  private Path logs;

  private record Answer(int status, JsonNode json, String errors) {}

  @BeforeEach
  void ingestThreeRuns() throws IOException {
    logs = Files.createDirectories(folder.resolve("logs"));
    log("m/a.csv", 3);
    log("m/b.csv", 9);
    log("n/b.csv", 3);
    ingest();
  }

  private void log(String path, int points) throws IOException {
    StringBuilder text = new StringBuilder("step,lr,loss\n");
    for (int i = 1; i <= points; i++) {
      text.append(i * 10).append(",0.1,").append(2.0 / i).append('\n');
    }
    Files.createDirectories(logs.resolve(path).getParent());
    Files.writeString(logs.resolve(path), text);
  }

  private IngestReport ingest() {
    return new Ingest(
            TestSpark.session(), store(), IngestSettings.of(Settings.defaults()), line -> {})
        .run(SourceFile.parse("test", SOURCE), logs.toString());
  }

  private Store store() {
    return Store.open(TestSpark.session(), folder.resolve("store").toString());
  }

  private Answer lode(String... arguments) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of("--store", folder.resolve("store").toString(), "--json"));
    int status =
        Lode.run(
            new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8)),
            all.toArray(String[]::new));
    return new Answer(
        status, new ObjectMapper().readTree(out.toByteArray()), err.toString(UTF_8).strip());
  }

  private List<String> runs() {
    return store().trajectories().rows().orderBy("model", "run").collectAsList().stream()
        .map(row -> row.getAs("model") + "/" + row.getAs("run"))
        .toList();
  }

  @Test
  void aRemovedRunDoesNotCountUntilThatIsUndone() throws IOException {
    Answer removed = lode("remove", "--run", "b", "--group", "model=m,dataset=d");
    assertThat(removed.status()).isZero();
    assertThat(removed.json().at("/runs/0/run").asText()).isEqualTo("b");
    assertThat(removed.json().at("/runs/0/changed").asBoolean()).isTrue();
    assertThat(runs()).containsExactly("m/a", "n/b");
    assertThat(store().trajectories().groups().get(0).runs()).isEqualTo(1);
    assertThat(lode("show", "removed").json().at("/runs/0/run").asText()).isEqualTo("b");
    assertThat(lode("show", "runs").json().at("/runs")).hasSize(2);
    // Its logs, longer than before, do not bring it back.
    log("m/b.csv", 12);
    assertThat(ingest().notices()).contains("1 runs were removed by lode remove, and stay so: b");
    assertThat(runs()).containsExactly("m/a", "n/b");
    Answer again = lode("remove", "--run", "b", "--group", "model=m,dataset=d");
    assertThat(again.json().at("/runs/0/changed").asBoolean()).isFalse();
    assertThat(lode("remove", "--run", "b", "--group", "model=m,dataset=d", "--undo").status())
        .isZero();
    assertThat(runs()).containsExactly("m/a", "m/b", "n/b");
    assertThat(
            store()
                .trajectories()
                .rows()
                .filter("model = 'm' and run = 'b'")
                .first()
                .<Double>getAs("last_step"))
        .isEqualTo(120);
  }

  @Test
  void aNameInSeveralGroupsAndOneInNoneAreTold() throws IOException {
    Answer several = lode("remove", "--run", "b");
    assertThat(several.status()).isEqualTo(2);
    assertThat(several.errors())
        .isEqualTo(
            "lode: run b is in 2 groups, model=m/dataset=d/optimizer=o and"
                + " model=n/dataset=d/optimizer=o; name one with --group"
                + " model=M,dataset=D,optimizer=O");
    Answer none = lode("remove", "--run", "a,x");
    assertThat(none.status()).isEqualTo(3);
    assertThat(none.errors()).contains("no run is named x in ");
    assertThat(runs()).hasSize(3);
  }
}
