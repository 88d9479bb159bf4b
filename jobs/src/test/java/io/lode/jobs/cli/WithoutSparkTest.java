package io.lode.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lode.jobs.Checkout;
import io.lode.jobs.TestSpark;
import io.lode.jobs.conf.settings.IngestSettings;
import io.lode.jobs.conf.settings.Settings;
import io.lode.jobs.conf.source.SourceFile;
import io.lode.jobs.pipeline.Ingest;
import io.lode.jobs.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a command says without Spark, in a process of its own under a master that does not exist: a
 * command that starts Spark fails there.
 */
class WithoutSparkTest {

  private static final String NO_MASTER = "no-such-master";

  @TempDir private Path folder;

  private record Answer(int status, String out, String errors) {}

  private Answer lode(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Xshare:auto",
                "-Dlode.home=" + Checkout.folder(),
                "-Dlog4j2.configurationFile=file:" + Checkout.folder() + "/conf/log4j2.properties",
                "-cp",
                System.getProperty("java.class.path"),
                "io.lode.jobs.cli.Lode"));
    command.addAll(Arrays.asList(arguments));
    command.addAll(List.of("--master", NO_MASTER));
    if (!command.contains("--store")) {
      command.addAll(List.of("--store", folder.resolve("store").toString()));
    }
    Path errors = folder.resolve("errors");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    return new Answer(process.exitValue(), out, Files.readString(errors));
  }

  @Test
  void aMasterThatDoesNotExistIsNoticedWhereSparkStarts() throws Exception {
    Path logs = Files.createDirectories(folder.resolve("logs/m/d"));
    Files.writeString(logs.resolve("r.csv"), "step,learning_rate,validation_loss\n1,0.1,2\n");
    Answer ingest = lode("ingest", "--source", "csv", "--input", folder.resolve("logs").toString());
    assertThat(ingest.status()).isEqualTo(1);
    assertThat(ingest.errors()).contains(NO_MASTER);
  }

  @Test
  void whatIsWrongIsSaidBefore() throws Exception {
    Path csv = folder.resolve("schedule.csv");
    Files.writeString(csv, "step,learning_rate\n0,0\n");
    String[][] wrong = {
      {"--horizon takes fractions", "generate", "--horizon", "10%"},
      {"--horizon takes fractions", "propose", "--horizon", "2"},
      {"unknown key 'report.run'", "report", "--set", "report.run=3"},
      {"--group takes", "train", "--group", "m"},
      {"--conf takes key=value", "show", "--conf", "secret"},
      {"--properties-file nowhere cannot be read", "show", "--properties-file", "nowhere"},
      {"show takes groups", "show", "group"},
      {"knot learning rates", "whatif", "--schedule", csv.toString()},
      {"schedule file nowhere.csv cannot be read", "whatif", "--schedule", "nowhere.csv"},
      {"no-such-source", "ingest", "--source", "no-such-source", "--input", folder.toString()},
      {"nowhere does not exist", "ingest", "--source", "csv", "--input", folder + "/nowhere"},
      {"search must be one of nightly, latent, found 'none'", "generate", "--search", "none"},
      {"is not a store", "train", "--store", "nothing://x"},
    };
    for (String[] one : wrong) {
      Answer answer = lode(Arrays.copyOfRange(one, 1, one.length));
      assertThat(answer.errors()).as(String.join(" ", one)).contains(one[0]);
      assertThat(answer.errors().lines()).hasSize(1);
      assertThat(answer.status()).isEqualTo(2);
    }
  }

  @Test
  void whatAStoreHoldsIsListedWithoutSpark() throws Exception {
    Path logs = Files.createDirectories(folder.resolve("logs/m/d"));
    Files.writeString(
        logs.resolve("r.csv"), "step,learning_rate,validation_loss\n1,0.1,2\nx,0.1,1\n3,0.1,1\n");
    Store store = Store.open(TestSpark.session(), folder.resolve("store").toString());
    new Ingest(TestSpark.session(), store, IngestSettings.of(Settings.defaults()), line -> {})
        .run(SourceFile.read("csv"), folder.resolve("logs").toString());
    String[][] shown = {
      {"groups", "validation_loss"},
      {"runs", "\"run\" : \"r\""},
      {"removed", "\"runs\" : [ ]"},
      {"rejected", "\"row\" : 3"},
      {"schedules", "\"schedules\" : [ ]"},
      {"ensembles", "\"ensembles\" : [ ]"},
    };
    for (String[] one : shown) {
      Answer answer = lode("show", one[0], "--json");
      assertThat(answer.errors()).as(one[0]).isEmpty();
      assertThat(answer.status()).isZero();
      assertThat(answer.out()).contains(one[1]);
    }
  }

  @Test
  void aStoreWithoutRunsIsSaidToHaveNone() throws Exception {
    for (String command : List.of("train", "generate", "propose", "report")) {
      Answer answer = lode(command);
      assertThat(answer.errors()).contains("holds no runs; expected some from lode ingest");
      assertThat(answer.status()).isEqualTo(3);
    }
    for (String what : List.of("groups", "runs", "schedules", "ensembles")) {
      Answer shown = lode("show", what, "--json");
      assertThat(shown.errors()).isEmpty();
      assertThat(shown.out()).contains("\"" + what + "\" : [ ]");
    }
  }
}
