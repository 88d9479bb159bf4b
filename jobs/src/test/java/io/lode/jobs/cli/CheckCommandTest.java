package io.lode.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lode.jobs.cli.options.Console;
import io.lode.lab.world.SweepDraw;
import io.lode.lab.world.World;
import io.lode.lab.world.WorldCsv;
import io.lode.lab.world.Worlds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Damage to single files is named, mended where it can be, and never ends in a stack trace. */
class CheckCommandTest {

  private static final List<String> NIGHT =
      List.of("--set", "train.members=2", "--set", "train.held-out=false", "--horizon", "1.0");

  /** As the store was before a test damaged it, and beside it the logs. */
  @TempDir private static Path original;

  private record Answer(int status, String out, String err) {

    JsonNode json() throws IOException {
      return new ObjectMapper().readTree(out);
    }

    List<String> paths() throws IOException {
      List<String> paths = new ArrayList<>();
      json().get("findings").forEach(finding -> paths.add(finding.get("path").asText()));
      return paths;
    }
  }

  /** A store of two groups and two nights, the second of which proposes. */
  @BeforeAll
  static void fill() throws IOException {
    for (int night = 0; night < 2; night++) {
      for (int group = 1; group <= 2; group++) {
        World world = Worlds.quadratic(group);
        SweepDraw draw = SweepDraw.of(world, 8 + night, 1);
        WorldCsv.write(
            original.resolve("logs"),
            "m" + group,
            "toy",
            world.train(draw.schedules(), draw.names(), world.totalSteps(), 1));
      }
      assertThat(nightly(store()).status()).isZero();
    }
    assertThat(run(store(), "propose", "--count", "1", "--horizon", "1.0").status()).isZero();
    FileUtils.copyDirectory(store().toFile(), original.resolve("pristine").toFile());
  }

  private static Path store() {
    return original.resolve("store");
  }

  /** Puts the store back as it was. */
  private static Path restored() throws IOException {
    FileUtils.deleteDirectory(store().toFile());
    FileUtils.copyDirectory(original.resolve("pristine").toFile(), store().toFile());
    return store();
  }

  private static Answer nightly(Path store) {
    List<String> arguments =
        new ArrayList<>(
            List.of("nightly", "--source", "csv", "--input", original.resolve("logs").toString()));
    arguments.addAll(NIGHT);
    return run(store, arguments.toArray(String[]::new));
  }

  private static Answer ingest(Path store) {
    return run(store, "ingest", "--source", "csv", "--input", original.resolve("logs").toString());
  }

  private static Answer run(Path store, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of("--store", store.toString(), "--master", "local[2]", "--json"));
    int status =
        Lode.run(
            new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8)),
            all.toArray(String[]::new));
    Answer answer = new Answer(status, out.toString(UTF_8), err.toString(UTF_8));
    assertThat(answer.err()).doesNotContain("unexpected").doesNotContain("\tat ");
    return answer;
  }

  private static Path only(Path store, String pattern) throws IOException {
    try (Stream<Path> files = Files.walk(store)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> store.relativize(file).toString().matches(pattern))
          .max(Path::compareTo)
          .orElseThrow(() -> new AssertionError("no file " + pattern));
    }
  }

  private static String damage(Path store, String pattern, String how) throws IOException {
    Path file = only(store, pattern);
    byte[] content = Files.readAllBytes(file);
    // Hadoop's local file system would notice by its checksums, which other stores do not have.
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    switch (how) {
      case "cut" -> Files.write(file, Arrays.copyOf(content, content.length / 2));
      case "emptied" -> Files.write(file, new byte[0]);
      case "gone" -> Files.delete(file);
      default -> Files.write(file, how.getBytes(UTF_8));
    }
    return store.relativize(file).toString();
  }

  @Test
  void damagedFilesOfGroupsAreNamedAndMended() throws IOException {
    Path store = restored();
    List<String> damaged =
        List.of(
            damage(store, "schedules/model=m1/.*/latest.json", "cut"),
            damage(store, "schedules/model=m2/.*/v\\d+.json", "cut"),
            damage(store, "state/model=m1/.*/latest.json", "emptied"),
            damage(store, "state/model=m2/.*/v\\d+.json", "[]"),
            damage(store, "proposals/model=m1/.*/schedule.csv", "cut"),
            damage(store, "deliveries/latest.json", "cut"),
            damage(store, "store.json", "null"));
    List<String> ensembles =
        List.of(
            damage(store, "ensembles/model=m1/.*/card.json", "cut"),
            damage(store, "ensembles/model=m2/.*/parameters.safetensors", "gone"));
    Answer found = run(store, "check");
    assertThat(found.status()).isEqualTo(1);
    assertThat(found.paths()).containsAll(damaged);
    for (String ensemble : ensembles) {
      assertThat(found.paths()).contains(ensemble.substring(0, ensemble.lastIndexOf('/')));
    }
    Answer repaired = run(store, "check", "--repair");
    assertThat(repaired.status()).as(repaired.out()).isZero();
    assertThat(repaired.paths()).containsAll(damaged);
    Answer again = run(store, "check");
    assertThat(again.status()).as(again.out()).isZero();
    assertThat(again.paths()).isEmpty();
    String latest = "schedules/model=m1/dataset=toy/optimizer=unknown/horizon=1.0/latest.json";
    assertThat(store.resolve(latest))
        .hasSameBinaryContentAs(original.resolve("pristine").resolve(latest));
    Answer night = nightly(store);
    assertThat(night.status()).as(night.err()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "trajectories/metadata/v\\d+.metadata.json | cut",
        "observations/metadata/version-hint.text | 99",
        "observations/metadata/snap-.*avro | cut",
        "observations/metadata/[^s]*-m\\d+.avro | emptied",
        "trajectories/data/.*parquet | gone",
      })
  void aDamagedTableIsMendedAndTheSameLogsGiveItsRowsBack(String pattern, String how)
      throws IOException {
    Path store = restored();
    damage(store, pattern, how);
    Answer found = run(store, "check");
    assertThat(found.status()).isEqualTo(1);
    assertThat(found.paths()).isNotEmpty();
    Answer repaired = run(store, "check", "--repair");
    assertThat(repaired.status()).as(repaired.out()).isZero();
    Answer again = ingest(store);
    assertThat(again.status()).as(again.err()).isZero();
    Answer after = run(store, "check");
    assertThat(after.paths()).as(after.out()).isEmpty();
    assertThat(run(store, "show", "runs").json().get("runs")).hasSize(18);
  }

  @Test
  void theNextCommandsMendWhatTheyMeet() throws IOException {
    Path store = restored();
    damage(store, "schedules/model=m1/.*/latest.json", "cut");
    damage(store, "schedules/model=m2/.*/v000001.json", "cut");
    damage(store, "ensembles/model=m1/.*/card.json", "cut");
    damage(store, "state/model=m2/.*/latest.json", "cut");
    damage(store, "deliveries/latest.json", "cut");
    Answer show = run(store, "show", "schedules");
    assertThat(show.err()).contains("/latest.json is damaged; lode generate mends it");
    Answer report = run(store, "report");
    assertThat(report.status()).as(report.err()).isZero();
    Answer night = nightly(store);
    assertThat(night.status()).as(night.err()).isZero();
    assertThat(report.err() + night.err()).contains("lode: notice: mended: ");
    assertThat(run(store, "check").paths()).isEmpty();
  }

  @Test
  void whatIsNotOursIsLeftAloneAndToldOnce() throws IOException {
    Path store = restored();
    Path horizon = only(store, "schedules/.*/latest.json").getParent();
    Path group = horizon.getParent();
    for (String name : List.of("horizon=1.0 (copy)", "horizon=2", "horizon=NaN", "run=%ZZ")) {
      FileUtils.copyDirectory(horizon.toFile(), group.resolve(name).toFile());
    }
    for (String name : List.of("model=%ZZ", "model=+", "notes")) {
      Files.createDirectories(
          store.resolve("schedules").resolve(name).resolve("dataset=d/optimizer=o"));
    }
    for (List<String> command :
        List.of(
            List.of("show", "schedules"),
            List.of("report"),
            List.of("compact"),
            List.of("check"))) {
      Answer answer = run(store, command.toArray(String[]::new));
      assertThat(answer.status()).as(command + answer.err()).isZero();
      if (!command.equals(List.of("compact"))) {
        assertThat(answer.err().lines().filter(line -> line.contains("(copy)"))).hasSize(1);
      }
    }
    assertThat(group.resolve("horizon=1.0 (copy)/latest.json")).exists();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "emptied",
        "holds the version before",
        "names another place",
        "names another column"
      })
  void aDescriptionThatIsNotWhatWasWrittenThereIsNamedAndItsRowsComeBack(String how)
      throws IOException {
    Path store = restored();
    String runs = run(store, "show", "runs").out();
    Path newest = only(store, "observations/metadata/v\\d+\\.metadata\\.json");
    int number = Integer.parseInt(newest.getFileName().toString().replaceAll("\\D", ""));
    String before = Files.readString(newest.resolveSibling("v" + (number - 1) + ".metadata.json"));
    String path =
        damage(
            store,
            "observations/metadata/v" + number + "\\.metadata\\.json",
            switch (how) {
              case "emptied" -> "emptied";
              case "holds the version before" -> before;
              case "names another column" ->
                  Files.readString(newest).replaceFirst("\"learning_rate\"", "\"lear~ing_rate\"");
              default -> Files.readString(newest).replace("/store/obs", "/stor%/obs");
            });

    Answer refused = ingest(store);

    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err())
        .contains(path + " is not what was written there; run lode check --store ");
    assertThat(run(store, "check").paths()).contains(path);
    Answer mended = run(store, "check", "--repair");
    assertThat(mended.status()).as(mended.err()).isZero();
    assertThat(ingest(store).status()).isZero();
    assertThat(run(store, "check").status()).isZero();
    assertThat(run(store, "show", "runs").out()).isEqualTo(runs);
  }

  @Test
  void aListOfManifestsOfAnEarlierSnapshotIsNamedAndItsRowsComeBack() throws IOException {
    Path store = restored();
    String runs = run(store, "show", "runs").out();
    List<Path> lists = lists(store.resolve("trajectories/metadata"));
    Path first = lists.get(0);
    Path last = lists.get(lists.size() - 1);
    byte[] earlier = Files.readAllBytes(first);
    String path = store.relativize(last).toString();
    Files.deleteIfExists(last.resolveSibling("." + last.getFileName() + ".crc"));
    Files.write(last, earlier);

    Answer refused = ingest(store);

    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err())
        .contains(path + " is the list of snapshot ")
        .contains("; run lode check --store ");
    assertThat(run(store, "check").paths()).contains(path);
    assertThat(run(store, "check", "--repair").status()).isZero();
    assertThat(ingest(store).status()).isZero();
    assertThat(run(store, "check").status()).isZero();
    assertThat(run(store, "show", "runs").out()).isEqualTo(runs);
  }

  /** Lists of manifests, the oldest first. */
  private static List<Path> lists(Path metadata) throws IOException {
    try (Stream<Path> files = Files.list(metadata)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("snap-"))
          .sorted(Comparator.comparing(file -> file.toFile().lastModified()))
          .toList();
    }
  }

  @Test
  void aStoreBelowAFolderWhoseNameLooksLikeAPatternWorksEveryNight(@TempDir Path folder)
      throws IOException {
    Path store = folder.resolve("a[b]{c}*?").resolve("store");
    for (int night = 0; night < 3; night++) {
      Path logs = Files.createDirectories(folder.resolve("logs[" + night + "]/m/d"));
      Files.writeString(
          logs.resolve("r.csv"),
          "step,learning_rate,validation_loss\n1,0.1,2\nx,0.1," + night + "\n2,0.1,1." + night);
      Answer answer =
          run(
              store,
              "ingest",
              "--source",
              "csv",
              "--input",
              folder.resolve("logs[" + night + "]").toString());
      assertThat(answer.status()).as(answer.err()).isZero();
    }
    assertThat(run(store, "compact").status()).isZero();
    assertThat(run(store, "check").status()).isZero();
    assertThat(run(store, "show", "runs").json().get("runs")).hasSize(1);
  }
}
