package io.lode.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lode.artifact.ScheduleArtifact;
import io.lode.artifact.ScheduleArtifactJson;
import io.lode.jobs.cli.options.Console;
import io.lode.jobs.store.files.StoreFiles;
import io.lode.lab.load.SimulatedLogs;
import io.lode.lab.world.SweepDraw;
import io.lode.lab.world.World;
import io.lode.lab.world.WorldCsv;
import io.lode.lab.world.Worlds;
import io.lode.schedule.Schedule;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Run;
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
import org.apache.hadoop.conf.Configuration;

/**
 * A store with the sweep of a simulated world and a published schedule, to which runs in flight
 * log.
 *
 * @param store its folder
 * @param publishedPath of the schedule, relative to the store
 */
record SweptStore(Path store, StoreFiles files, SimulatedLogs logs, String publishedPath) {

  static final World WORLD = Worlds.overFitting(Worlds.STANDARD);

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a command came to. */
  record Answer(int status, JsonNode json, String errors) {}

  /** Fills the store below a folder. */
  static SweptStore below(Path folder) throws IOException {
    SweepDraw draw = SweepDraw.of(WORLD, 20, 2);
    List<Run> runs = WORLD.train(draw.schedules(), draw.names(), WORLD.totalSteps(), 2);
    WorldCsv.write(folder.resolve("logs"), "mlp%2F1", "toy", runs);
    Path source = folder.resolve("sweep.conf");
    Files.writeString(
        source,
        """
        source {
          format = csv
          path = "{model}/{dataset}/{run}.csv"
          constants { optimizer = sgd, sweep = s }
          columns {
            step = step, learning_rate = learning_rate
            train_loss = train_loss, validation_loss = validation_loss
          }
          objective { metric = validation_loss, direction = minimize }
        }
        """);
    Path store = folder.resolve("store");
    Answer night =
        lode(
            store,
            "nightly",
            "--source",
            source.toString(),
            "--input",
            folder.resolve("logs").toString(),
            "--horizon",
            "1.0",
            "--set",
            "train.starts=1",
            "--set",
            "train.held-out=false");
    assertThat(night.status()).as(night.errors()).isZero();
    GroupKey found =
        new GroupKey(
            night.json().at("/train/groups/0/model").asText(),
            night.json().at("/train/groups/0/dataset").asText(),
            night.json().at("/train/groups/0/optimizer").asText());
    return at(store, found, night.json().at("/generate/schedules/0/path").asText());
  }

  /** The same store at another place, to which it was copied. */
  SweptStore at(Path place) {
    return at(place, logs.group(), publishedPath);
  }

  private static SweptStore at(Path store, GroupKey group, String publishedPath) {
    StoreFiles files = StoreFiles.at(store.toString(), new Configuration());
    return new SweptStore(
        store, files, new SimulatedLogs(files, group, WORLD.objective()), publishedPath);
  }

  ScheduleArtifact published() {
    return artifact(publishedPath);
  }

  ScheduleArtifact artifact(String path) {
    return ScheduleArtifactJson.read(files.read(path).orElseThrow(), path);
  }

  static Run train(World world, Schedule schedule, String name) {
    return world.train(List.of(schedule), List.of(name), world.totalSteps(), 77).get(0);
  }

  Answer lode(String... arguments) throws IOException {
    return lode(store, arguments);
  }

  private static Answer lode(Path store, String... arguments) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of("--store", store.toString(), "--master", "local[2]", "--json"));
    int status =
        Lode.run(
            new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8)),
            all.toArray(String[]::new));
    return new Answer(status, JSON.readTree(out.toByteArray()), err.toString(UTF_8));
  }

  /** What a test left behind, so that the next one starts from the sweep and its schedule. */
  void removeRunsInFlight() throws IOException {
    List<Path> left;
    try (Stream<Path> entries = Files.walk(store)) {
      left =
          entries
              .filter(
                  path -> {
                    String name = store.relativize(path).toString();
                    return name.startsWith("runs")
                        || name.matches("(state|schedules)/.*(run=|watch).*");
                  })
              .sorted(Comparator.reverseOrder())
              .toList();
    }
    for (Path path : left) {
      Files.delete(path);
    }
  }
}
