package io.lode.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lode.forecast.Horizon;
import io.lode.jobs.cli.options.Console;
import io.lode.jobs.store.artifacts.Artifacts;
import io.lode.jobs.store.artifacts.ScheduleVersions;
import io.lode.jobs.store.files.StoreFiles;
import io.lode.lab.world.SampleSchedule;
import io.lode.trajectory.GroupKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Attacks on stores and logs, under several commands each: whatever comes of them, no command ends
 * with an exception that no room of LODE expects, and none prints a stack trace.
 */
class NothingUnexpectedTest {

  private static final GroupKey GROUP = new GroupKey("m", "d", "unknown");

  /** Only a person can mend that. */
  private static final String IN_THE_WAY = "a file where a folder belongs";

  private static final String SCHEDULES = "schedules/model=m/dataset=d/optimizer=unknown/";

  @TempDir private static Path folder;

  /** Does harm below a folder with {@code store} and {@code logs}. */
  private interface Harm {
    void to(Path folder) throws IOException;
  }

  /** What is done before commands run. */
  private record Attack(String name, Harm harm) {

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Attack> attacks() {
    return Stream.of(
        new Attack("none", at -> {}),
        new Attack("latest delivery cut", at -> cut(at, "store/deliveries/latest.json")),
        new Attack(
            "latest schedule cut", at -> cut(at, "store/" + SCHEDULES + "horizon=1.0/latest.json")),
        new Attack("version cut", at -> cut(at, "store/" + SCHEDULES + "horizon=1.0/v000001.json")),
        new Attack("marker cut", at -> cut(at, "store/store.json")),
        new Attack(
            "priors that are none",
            at -> {
              write(at, "store/priors/v000001.json", "{}");
              write(at, "store/priors/v000002.json", "");
              write(at, "store/priors/latest.json", "null");
            }),
        new Attack(
            "a watch that remembers nonsense",
            at -> {
              write(at, "store/state/replan-watch/all+groups/metadata", "x");
              write(at, "store/state/replan-watch/all+groups/offsets/0", "v1\n[");
            }),
        new Attack(
            "plans and states that are none",
            at -> {
              write(at, "store/" + SCHEDULES + "steps=2000/latest.json", "[]");
              write(at, "store/" + SCHEDULES + "anytime/v000001.json", "7");
              write(at, "store/state/model=m/dataset=d/optimizer=unknown/run=r/replan.json", "[]");
              write(
                  at,
                  "store/proposals/model=m/dataset=d/optimizer=unknown/horizon=1.0/0123456789ab/schedule.csv",
                  "");
            }),
        new Attack(
            "hint of no version",
            at -> write(at, "store/trajectories/metadata/version-hint.text", "x")),
        new Attack(
            "metadata cut",
            at -> cutAll(at, "store/observations/metadata", "v\\d+\\.metadata\\.json")),
        new Attack("manifests cut", at -> cutAll(at, "store/trajectories/metadata", ".*\\.avro")),
        new Attack("rows cut", at -> cutAll(at, "store/trajectories/data", ".*\\.parquet")),
        new Attack("rejected rows gone", at -> deleteAll(at, "store/rejected_rows/data")),
        new Attack(
            "table gone",
            at -> FileUtils.deleteDirectory(at.resolve("store/observations").toFile())),
        new Attack(
            "stray horizons",
            at -> {
              for (String stray :
                  List.of("horizon=1.0 (copy)", "horizon=2", "horizon=NaN", "horizon=")) {
                write(at, "store/" + SCHEDULES + stray + "/latest.json", "{}");
              }
            }),
        new Attack(
            "stray groups",
            at -> {
              for (String stray : List.of("model=%ZZ", "model=+", "model=", "x")) {
                write(at, "store/schedules/" + stray + "/dataset=d/optimizer=o/horizon=1.0/a", "");
                write(at, "store/ensembles/" + stray + "/b/card.json", "");
                write(at, "store/runs/" + stray + "/dataset=d/optimizer=o/run=r/run.json", "");
              }
            }),
        new Attack(
            IN_THE_WAY,
            at -> {
              FileUtils.deleteDirectory(at.resolve("store/deliveries").toFile());
              write(at, "store/deliveries", "");
            }),
        new Attack(
            "wild numbers",
            at ->
                write(
                    at,
                    "logs/m/d/wild.csv",
                    "step,learning_rate,validation_loss\n1,1e308,-1\n2,nan,0\n1e400,0.1,inf\n-1,-0,x\n")),
        new Attack(
            "no text",
            at -> Files.write(at.resolve("logs/m/d/noise.csv"), new byte[] {0, -1, -2, 3, 10, 0})),
        new Attack(
            "huge step",
            at -> {
              try (GZIPOutputStream out =
                  new GZIPOutputStream(Files.newOutputStream(at.resolve("logs/m/d/huge.csv.gz")))) {
                out.write("step,learning_rate,validation_loss\n".getBytes(UTF_8));
                out.write("9".repeat(9_900_000).getBytes(UTF_8));
                out.write(",0.1,1\n".getBytes(UTF_8));
              }
            }),
        new Attack(
            "hostile names",
            at -> {
              for (String name :
                  List.of("\u202Eabc", "\uFEFF", "a\u0007b", "模".repeat(80), "%00", "a;b")) {
                write(
                    at,
                    "logs/" + name + "/d/r.csv",
                    "step,learning_rate,validation_loss\n1,0.1,2\n2,0.1,1\n");
              }
            }),
        new Attack(
            "a link to itself",
            at -> Files.createSymbolicLink(at.resolve("logs/m/loop"), Path.of(".."))),
        new Attack(
            "all losses zero",
            at ->
                write(
                    at,
                    "logs/z/d/r.csv",
                    "step,learning_rate,validation_loss\n1,0.1,0\n2,0.1,0\n")),
        new Attack(
            "all losses nan",
            at ->
                write(
                    at,
                    "logs/n/d/r.csv",
                    "step,learning_rate,validation_loss\n1,0.1,nan\n2,0.1,nan\n")));
  }

  private static void write(Path at, String path, String text) throws IOException {
    Path file = at.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static void cut(Path at, String path) throws IOException {
    byte[] content = Files.readAllBytes(at.resolve(path));
    Files.deleteIfExists(
        at.resolve(path).resolveSibling("." + at.resolve(path).getFileName() + ".crc"));
    Files.write(at.resolve(path), Arrays.copyOf(content, content.length / 2));
  }

  private static List<String> files(Path at, String path, String names) throws IOException {
    try (Stream<Path> files = Files.list(at.resolve(path))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches(names) && !name.startsWith("."))
          .map(name -> path + "/" + name)
          .toList();
    }
  }

  private static void cutAll(Path at, String path, String names) throws IOException {
    for (String file : files(at, path, names)) {
      cut(at, file);
    }
  }

  private static void deleteAll(Path at, String path) throws IOException {
    for (String file : files(at, path, ".*")) {
      Files.delete(at.resolve(file));
    }
  }

  private record Answer(int status, String err) {}

  private static Answer lode(Path at, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of("--store", at.resolve("store").toString(), "--master", "local[1]"));
    int status =
        Lode.run(
            new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8)),
            all.toArray(String[]::new));
    return new Answer(status, err.toString(UTF_8));
  }

  @BeforeAll
  static void fillAStore() throws IOException {
    for (int run = 0; run < 3; run++) {
      StringBuilder text = new StringBuilder("step,learning_rate,validation_loss\n");
      for (int step = 1; step <= 10; step++) {
        text.append(step).append(",0.1,").append(1.0 / (step + run)).append('\n');
      }
      write(folder, "now/logs/m/d/r" + run + ".csv", text + "x,0.1,1\n");
    }
    Path now = folder.resolve("now");
    Answer ingest = lode(now, "ingest", "--source", "csv", "--input", now + "/logs");
    assertThat(ingest.status()).as(ingest.err()).isZero();
    StoreFiles files = StoreFiles.at(now + "/store", new Configuration());
    Horizon end = new Horizon(1);
    new ScheduleVersions(new Artifacts(files).schedules(GROUP, end))
        .publish(SampleSchedule.of(GROUP, end, "first", "2026-01-01T00:00:00Z"));
    FileUtils.copyDirectory(now.toFile(), folder.resolve("before").toFile());
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void everyCommandSaysWhatItFound(Attack attack) throws IOException {
    Path now = folder.resolve("now");
    FileUtils.deleteDirectory(now.toFile());
    FileUtils.copyDirectory(folder.resolve("before").toFile(), now.toFile());
    attack.harm().to(now);
    String[][] commands = {
      {"show"},
      {"show", "rejected"},
      {"show", "schedules"},
      {"check"},
      {"rollback", "--group", "model=m,dataset=d", "--horizon", "1.0", "--to", "1"},
      {"check", "--repair"},
      {"ingest", "--input", now + "/logs"},
      {"compact"},
    };
    for (String[] command : commands) {
      Answer answer = lode(now, command);
      assertThat(answer.err())
          .as(String.join(" ", command))
          .doesNotContain("unexpected ")
          .doesNotContainPattern("\n\\s+at [a-z]");
    }
    if (!attack.name().equals(IN_THE_WAY)) {
      Answer last = lode(now, "ingest", "--source", "csv", "--input", now + "/logs");
      assertThat(last.status()).as(last.err()).isZero();
    }
  }

  @Test
  void whatIsUnexpectedIsSaidToBe() {
    // Or the test above would find nothing whatever happens.
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(err, true, UTF_8);
    new Console(stream, stream).error(new IllegalStateException("x"), Console.Form.LINES);
    assertThat(err.toString(UTF_8)).contains("unexpected IllegalStateException: x");
  }
}
