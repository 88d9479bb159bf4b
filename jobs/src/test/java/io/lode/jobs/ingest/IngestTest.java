package io.lode.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.jobs.NothingUsableException;
import io.lode.jobs.TestSpark;
import io.lode.jobs.UsageException;
import io.lode.jobs.conf.IngestSettings;
import io.lode.jobs.conf.Settings;
import io.lode.jobs.conf.SourceFile;
import io.lode.jobs.ingest.IngestReport.GroupCount;
import io.lode.jobs.store.GroupSummary;
import io.lode.jobs.store.Store;
import io.lode.jobs.store.TrajectorySnapshot;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Objective;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Sweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestTest {

  private static final SparkSession SPARK = TestSpark.session();
  private static final Path EXAMPLES = Path.of("..", "examples");
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
  private static final GroupKey GROUP = new GroupKey("m", "d", "o");

  @TempDir private Path folder;
  private Path logs;
  private Store store;

  @BeforeEach
  void openStore() throws IOException {
    logs = Files.createDirectories(folder.resolve("logs"));
    store = Store.open(SPARK, folder.resolve("store").toString());
  }

  private IngestReport ingest(String source) {
    return new Ingest(SPARK, store, IngestSettings.of(Settings.defaults()), line -> {})
        .run(SourceFile.parse("test", source), logs.toString());
  }

  private void log(String path, String... lines) throws IOException {
    Path file = logs.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, String.join("\n", lines) + "\n");
  }

  private static String[] run(int points) {
    return Stream.concat(
            Stream.of("step,lr,loss"),
            Stream.iterate(1, i -> i + 1)
                .limit(points)
                .map(i -> i * 10 + ",0.1," + (2.0 - 0.1 * i)))
        .toArray(String[]::new);
  }

  private Map<String, Run> runs(GroupKey group) {
    return store.trajectories().sweeps(List.of(group)).collect().stream()
        .flatMap(sweep -> sweep.runs().stream())
        .collect(Collectors.toMap(Run::run, run -> run));
  }

  private List<Row> rejected() {
    return store.rejectedRows().rows().orderBy("file", "row").collectAsList();
  }

  private List<Optional<Long>> snapshots() {
    return List.of(
        store.observations().snapshot(), store.findTrajectories().map(TrajectorySnapshot::id));
  }

  @Test
  void readsTheLanguageModelExamplesAndAsManyRowsAsTheFilesHave() throws IOException {
    Path examples = EXAMPLES.resolve("llm-loss-curves");
    Ingest ingest = new Ingest(SPARK, store, IngestSettings.of(Settings.defaults()), line -> {});
    IngestReport report = ingest.run(SourceFile.read("llm-loss-curves"), examples.toString());
    assertThat(report.observations()).isEqualTo(rowsBelow(examples)).isEqualTo(report.rows());
    assertThat(report.rejected()).isZero();
    assertThat(report.groups())
        .containsExactly(
            new GroupCount("100M", "c4", "adamw", 9), new GroupCount("25M", "c4", "adamw", 9));
    Map<String, Run> runs = runs(new GroupKey("25M", "c4", "adamw"));
    Run cosine = runs.get("cosine_24000");
    assertThat(cosine.status()).isEqualTo(RunStatus.COMPLETED);
    assertThat(cosine.totalSteps()).isEqualTo(23920);
    assertThat(cosine.trajectory().step()[0]).isEqualTo(2160);
    assertThat(cosine.trajectory().learningRate()[0]).isEqualTo(0.0003);
    assertThat(cosine.trajectory().objective()).isEqualTo(cosine.trajectory().trainLoss());
    List<Optional<Long>> before = snapshots();
    assertThat(ingest.run(SourceFile.read("llm-loss-curves"), examples.toString()))
        .isEqualTo(report);
    assertThat(snapshots()).isEqualTo(before);
  }

  private static long rowsBelow(Path folder) throws IOException {
    long rows = 0;
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".csv")).toList()) {
        rows += Files.readAllLines(file).size() - 1;
      }
    }
    return rows;
  }

  @Test
  void derivesTheRatesOfTheAlgoperfExamples() {
    IngestReport report =
        new Ingest(SPARK, store, IngestSettings.of(Settings.defaults()), line -> {})
            .run(SourceFile.read("algoperf"), EXAMPLES.resolve("algoperf-baseline").toString());
    assertThat(report.rejected()).isZero();
    assertThat(report.groups())
        .containsExactly(
            new GroupCount("ogbg", "ogbg-molpcba", "nadamw", 10),
            new GroupCount("wmt", "wmt17", "nadamw", 10));
    Run ogbg = runs(new GroupKey("ogbg", "ogbg-molpcba", "nadamw")).get("study_0/trial_1");
    assertThat(ogbg.status()).isEqualTo(RunStatus.STOPPED);
    assertThat(ogbg.totalSteps()).isEqualTo(80000);
    assertThat(ogbg.hyperparameters()).containsEntry("warmup_factor", "0.1");
    assertThat(ogbg.trajectory().step()).startsWith(1, 747);
    assertThat(ogbg.trajectory().learningRate()[1]).isEqualTo(0.001308209823469072 * 747 / 8000);
    assertThat(ogbg.trajectory().objective()[0]).isEqualTo(0.7422076463699341);
    Run wmt = runs(new GroupKey("wmt", "wmt17", "nadamw")).get("study_0/trial_1");
    assertThat(wmt.status()).isEqualTo(RunStatus.COMPLETED);
    assertThat(wmt.trajectory().learningRate()[wmt.trajectory().length() - 1]).isZero();
    Row metrics =
        store.observations().rows().filter("model = 'wmt' and step = 1").select("metrics").first();
    assertThat(metrics.<String, Double>getJavaMap(0)).containsKeys("validation/bleu", "score");
  }

  @Test
  void extendsAKnownRunAndOnlyThat() throws IOException {
    log("m/a.csv", run(3));
    log("m/b.csv", run(3));
    ingest(SOURCE);
    List<Optional<Long>> first = snapshots();
    String fingerprint = store.trajectories().groups().get(0).fingerprint();
    log("m/a.csv", run(5));
    IngestReport report = ingest(SOURCE);
    assertThat(report.observations()).isEqualTo(8);
    assertThat(store.observations().rows().count()).isEqualTo(8);
    assertThat(runs(GROUP).get("a").trajectory().step()).containsExactly(10, 20, 30, 40, 50);
    assertThat(runs(GROUP).get("b").trajectory().length()).isEqualTo(3);
    assertThat(snapshots()).isNotEqualTo(first);
    assertThat(store.trajectories().groups().get(0).fingerprint()).isNotEqualTo(fingerprint);
  }

  @Test
  void earlierSnapshotStaysReadable() throws IOException {
    log("m/a.csv", run(3));
    ingest(SOURCE);
    TrajectorySnapshot before = store.trajectories();
    log("m/a.csv", run(5));
    log("n/c.csv", run(2));
    ingest(SOURCE);
    assertThat(before.groups()).hasSize(1);
    assertThat(before.sweeps(List.of(GROUP)).first().runs().get(0).trajectory().length())
        .isEqualTo(3);
  }

  @Test
  void fingerprintDoesNotDependOnTheOrderOfDeliveries() throws IOException {
    log("m/a.csv", run(3));
    ingest(SOURCE);
    log("m/b.csv", run(4));
    ingest(SOURCE);
    Store other = Store.open(SPARK, folder.resolve("other").toString());
    new Ingest(SPARK, other, IngestSettings.of(Settings.defaults()), line -> {})
        .run(SourceFile.parse("test", SOURCE), logs.toString());
    assertThat(other.trajectories().groups()).isEqualTo(store.trajectories().groups());
  }

  @Test
  void aTryThatEndedHalfwayIsTakenUpAgain() throws IOException {
    log("m/a.csv", run(3));
    ingest(SOURCE);
    log("m/b.csv", run(3));
    IngestReport report = ingest(SOURCE);
    List<Optional<Long>> whole = snapshots();
    // The receipt is what a crash before the end leaves out.
    Files.delete(folder.resolve("store/deliveries/" + report.delivery() + ".json"));
    assertThat(ingest(SOURCE)).isEqualTo(report);
    assertThat(snapshots()).isEqualTo(whole);
  }

  @Test
  void observationsWithoutTrajectoriesAreNotAddedTwice() throws IOException {
    log("m/a.csv", run(3));
    ingest(SOURCE);
    // A crash between the commits of the two tables leaves the first delivery like this.
    delete(folder.resolve("store/deliveries"));
    delete(folder.resolve("store/trajectories"));
    ingest(SOURCE);
    assertThat(store.observations().rows().count()).isEqualTo(3);
    assertThat(runs(GROUP).get("a").trajectory().length()).isEqualTo(3);
  }

  private static void delete(Path target) throws IOException {
    try (Stream<Path> entries = Files.walk(target)) {
      for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(entry);
      }
    }
  }

  @Test
  void aRunEndsAsItWasLastDelivered() throws IOException {
    log("m/a.csv", "step,lr,loss", "10,0.1,2.0", "20,0.1,1.9");
    ingest(SOURCE);
    log("m/a.csv", "step,lr,loss", "10,0.1,2.0", "20,0.1,1.5");
    ingest(SOURCE);
    assertThat(runs(GROUP).get("a").trajectory().trainLoss()).containsExactly(2.0, 1.5);
    log("m/a.csv", "step,lr,loss", "10,0.1,2.0", "20,0.1,1.9");
    ingest(SOURCE);
    assertThat(runs(GROUP).get("a").trajectory().trainLoss()).containsExactly(2.0, 1.9);
    log("m/a.csv", "step,lr,loss", "10,0.1,2.0");
    ingest(SOURCE);
    assertThat(runs(GROUP).get("a").trajectory().trainLoss()).containsExactly(2.0);
    assertThat(store.observations().rows().count()).isEqualTo(1);
  }

  @Test
  void aFileThatHoldsTheNextRowsOnlyExtendsItsRun() throws IOException {
    log("m/a.csv", "step,lr,loss", "30,0.1,1.8", "40,0.1,1.7");
    ingest(SOURCE);
    log("m/a.csv", "step,lr,loss", "40,0.1,1.6", "50,0.1,1.5");
    ingest(SOURCE);
    assertThat(runs(GROUP).get("a").trajectory().trainLoss()).containsExactly(1.8, 1.6, 1.5);
    // Late rows: what came before all that is known.
    log("m/a.csv", "step,lr,loss", "10,0.1,2.0", "20,0.1,1.9");
    ingest(SOURCE);
    assertThat(runs(GROUP).get("a").trajectory().trainLoss())
        .containsExactly(2.0, 1.9, 1.8, 1.6, 1.5);
  }

  @Test
  void everyBadRowIsRejectedWithItsReason() throws IOException {
    log(
        "m/a.csv",
        "step,lr,loss",
        "10,0.1,2.0",
        "abc,0.1,2.0",
        ",0.1,2.0",
        "nan,0.1,2.0",
        "-1,0.1,2.0",
        "20,abc,2.0",
        "20,nan,2.0",
        "20,-0.1,2.0",
        "15,0,1.95",
        "20,,1.9",
        "20,0.1,high",
        "20,0.1",
        "20,0.1,1.9,7",
        "30,0.1,1.8",
        "30,0.1,1.7");
    Files.writeString(logs.resolve("m/a.csv"), "40,0.", java.nio.file.StandardOpenOption.APPEND);
    log("m/b.csv", "step,loss", "10,2.0", "20,1.9");
    log("m/c.csv", "step,lr,loss");
    Files.createFile(logs.resolve("m/d.csv"));
    IngestReport report = ingest(SOURCE);
    assertThat(report.rejectedByReason())
        .isEqualTo(
            Map.ofEntries(
                Map.entry("step is not a number", 1L),
                Map.entry("step is missing", 1L),
                Map.entry("step is not finite", 1L),
                Map.entry("step is negative", 1L),
                Map.entry("learning_rate is not a number", 1L),
                Map.entry("learning_rate is not finite", 1L),
                Map.entry("learning_rate is negative", 1L),
                Map.entry("train_loss is not a number", 1L),
                Map.entry("wrong number of columns", 2L),
                Map.entry("truncated row", 1L),
                Map.entry("repeated step", 1L),
                Map.entry("no column lr", 2L),
                Map.entry("no rows", 1L),
                Map.entry("unreadable file", 1L)));
    assertThat(report.observations()).isEqualTo(4);
    assertThat(report.observations() + report.rejected()).isEqualTo(report.rows());
    assertThat(runs(GROUP).get("a").trajectory().trainLoss()).containsExactly(2.0, 1.95, 1.9, 1.7);
    assertThat(runs(GROUP).get("a").trajectory().learningRate()[1]).isZero();
    List<Row> rejected = rejected();
    assertThat(rejected).hasSize((int) report.rejected());
    Row first = rejected.get(0);
    assertThat(first.<String>getAs("file")).endsWith("logs/m/a.csv");
    assertThat(first.<Long>getAs("row")).isEqualTo(3);
    assertThat(first.<String>getAs("raw")).isEqualTo("abc,0.1,2.0");
    assertThat(first.<String>getAs("detail"))
        .isEqualTo("column step: found 'abc', expected a number");
    assertThat(first.<String>getAs("ingest_id")).isEqualTo(report.delivery());
  }

  @Test
  void rejectedRowsAreKeptOnce() throws IOException {
    log("m/a.csv", "step,lr,loss", "10,0.1,2.0", "abc,0.1,2.0");
    ingest(SOURCE);
    log("m/b.csv", run(2));
    assertThat(ingest(SOURCE).rejected()).isEqualTo(1);
    assertThat(rejected()).hasSize(1);
  }

  @Test
  void nothingUsableIsReportedAndKept() throws IOException {
    log("m/a.csv", "step,lr,loss", "x,0.1,2.0");
    IngestReport report = ingest(SOURCE);
    assertThat(report.observations()).isZero();
    assertThat(rejected()).hasSize(1);
    assertThat(store.findTrajectories()).isEmpty();
    assertThatThrownBy(() -> store.trajectories())
        .isInstanceOf(NothingUsableException.class)
        .hasMessage("store " + store.root() + " holds no runs; expected some from lode ingest");
  }

  @Test
  void lossThatIsNotFiniteMarksTheRunAsDiverged() throws IOException {
    log("m/a.csv", "step,lr,loss", "10,0.1,2.0", "20,0.1,nan", "30,0.1,inf");
    log("m/b.csv", run(9));
    IngestReport report = ingest(SOURCE);
    assertThat(report.observations()).isEqualTo(12);
    Run diverged = runs(GROUP).get("a");
    assertThat(diverged.status()).isEqualTo(RunStatus.DIVERGED);
    assertThat(diverged.trajectory().step()).containsExactly(10);
    assertThat(diverged.totalSteps()).isEqualTo(90);
    assertThat(store.trajectories().groups().get(0).diverged()).isEqualTo(1);
  }

  @Test
  void anEmptyFolderAWrongPathAndOtherFilesAreTold() throws IOException {
    assertThatThrownBy(() -> ingest(SOURCE))
        .isInstanceOf(NothingUsableException.class)
        .hasMessage("no file below " + logs + " matches {model}/{run}.csv, found no files");
    log("m/notes.txt", "hello");
    assertThatThrownBy(() -> ingest(SOURCE))
        .isInstanceOf(NothingUsableException.class)
        .hasMessage(
            "no file below "
                + logs
                + " matches {model}/{run}.csv, found others, such as m/notes.txt");
    logs = logs.resolve("missing");
    assertThatThrownBy(() -> ingest(SOURCE))
        .isInstanceOf(UsageException.class)
        .hasMessage("--input " + logs + " does not exist");
  }

  @Test
  void twoFilesOfOneRunAreRefused() throws IOException {
    log("x/a.csv", run(2));
    log("y/a.csv", run(2));
    String merged =
        SOURCE.replace("{model}/", "{study}/").replace("dataset = d", "dataset = d, model = m");
    assertThatThrownBy(() -> ingest(merged))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("run a of model m is in two files, ")
        .hasMessageContaining("expected a run name that tells them apart");
    assertThat(store.findTrajectories()).isEmpty();
    assertThat(
            ingest(merged.replace("optimizer = o", "optimizer = o, run = \"{study}-{run}\""))
                .runs())
        .isEqualTo(2);
  }

  @Test
  void aGroupKeepsOneObjective() throws IOException {
    log("m/a.csv", run(2));
    ingest(SOURCE);
    Files.delete(logs.resolve("m/a.csv"));
    log("m/b.csv", "step,lr,loss,acc", "10,0.1,1.0,0.5");
    String other = SOURCE.replace("train_loss, direction = minimize", "acc, direction = maximize");
    assertThatThrownBy(() -> ingest(other))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "group model=m/dataset=d/optimizer=o has runs judged by train_loss, such as a, found acc"
                + " in the source; expected one objective, or all runs of the group in this delivery");
    log("m/a.csv", "step,lr,loss,acc", "10,0.1,1.9,0.4", "20,0.1,1.8,0.6");
    ingest(other);
    GroupSummary summary = store.trajectories().groups().get(0);
    assertThat(summary.objective()).isEqualTo(Objective.maximize("acc", 1));
    assertThat(runs(GROUP).get("a").trajectory().objective()).containsExactly(0.4, 0.6);
  }

  @Test
  void hostileNamesBecomeGroupsLikeAnyOther() throws IOException {
    for (String name : List.of("weird \"quotes\" {a,b}*?:#%", "x..", "a%2Fb=c,d")) {
      log(name + "/" + name + ".csv", run(2));
    }
    log("..%2F..%2Fx/a'; DROP TABLE observations; --.csv", run(2));
    IngestReport report = ingest(SOURCE);
    assertThat(report.runs()).isEqualTo(4);
    GroupKey weird = new GroupKey("weird \"quotes\" {a,b}*?:#%", "d", "o");
    assertThat(runs(weird).keySet()).containsExactly(weird.model());
    assertThat(store.trajectories().groups().stream().map(GroupSummary::group))
        .contains(weird, new GroupKey("..%2F..%2Fx", "d", "o"));
  }

  @Test
  void ingestsAtOnceEndAsIfOneAfterTheOther() throws Exception {
    log("m/a.csv", run(3));
    Path second = Files.createDirectories(folder.resolve("second/m"));
    Files.write(second.resolve("b.csv"), List.of(run(4)));
    Files.write(second.resolve("a.csv"), List.of(run(5)));
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<IngestReport> one = threads.submit(() -> ingest(SOURCE));
      new Ingest(SPARK, store, IngestSettings.of(Settings.defaults()), line -> {})
          .run(SourceFile.parse("test", SOURCE), folder.resolve("second").toString());
      assertThat(one.get().observations()).isEqualTo(3);
    } finally {
      threads.shutdownNow();
    }
    assertThat(runs(GROUP).get("a").trajectory().length()).isEqualTo(5);
    assertThat(runs(GROUP).get("b").trajectory().length()).isEqualTo(4);
    assertThat(store.observations().rows().count()).isEqualTo(9);
  }

  @Test
  void unfinishedFilesAreLeftOutAndTold() throws IOException {
    log("m/a.csv", run(2));
    log("m/.b.csv", run(2));
    log(".m/c.csv", run(2));
    List<String> told = new ArrayList<>();
    IngestReport report =
        new Ingest(SPARK, store, IngestSettings.of(Settings.defaults()), told::add)
            .run(SourceFile.parse("test", SOURCE), logs.toString());
    assertThat(report.runs()).isEqualTo(1);
    assertThat(told)
        .anyMatch(line -> line.startsWith("ingest: 2 files left out, whose names say that they"));
  }

  @Test
  void sweepsComeOneAPartitionInTheOrderAsked() throws IOException {
    for (String model : List.of("a", "b", "c")) {
      log(model + "/y.csv", run(2));
      log(model + "/x.csv", run(2));
    }
    ingest(SOURCE);
    List<GroupKey> asked = List.of(new GroupKey("c", "d", "o"), new GroupKey("a", "d", "o"));
    var sweeps = store.trajectories().sweeps(asked);
    assertThat(sweeps.getNumPartitions()).isEqualTo(2);
    assertThat(sweeps.map(Sweep::group).collect()).isEqualTo(asked);
    assertThat(sweeps.map(sweep -> sweep.runs().stream().map(Run::run).toList()).first())
        .containsExactly("x", "y");
  }

  @Test
  void runningRunsAreRunningUntilASourceSaysOtherwise() throws IOException {
    log("m/a.csv", run(3));
    String running =
        SOURCE.replace("format = csv", "format = csv, status = running, total-steps = 100");
    ingest(running);
    assertThat(runs(GROUP).get("a").status()).isEqualTo(RunStatus.RUNNING);
    assertThat(store.trajectories().groups().get(0).running()).isEqualTo(1);
    ingest(running.replace("status = running", "status = finished"));
    assertThat(runs(GROUP).get("a").status()).isEqualTo(RunStatus.STOPPED);
  }

  @Test
  void hyperparametersThatCannotBeReadRejectTheirRows() throws IOException {
    String derived =
        SOURCE
            .replace("learning_rate = lr,", "")
            .replace(
                "format = csv",
                "format = csv, hyperparameters = h.json, learning-rate { derive = constant, peak ="
                    + " \"${rate}\", total-steps = 30 }")
            .replace("{run}.csv", "{run}/log.csv");
    log("m/good/log.csv", run(2));
    log("m/good/h.json", "{\"rate\": 0.5, \"nested\": {\"x\": 1}}");
    log("m/missing/log.csv", run(2));
    log("m/text/log.csv", run(2));
    log("m/text/h.json", "{\"rate\": \"high\"}");
    log("m/broken/log.csv", run(2));
    log("m/broken/h.json", "{\"rate\": ");
    IngestReport report = ingest(derived);
    assertThat(report.observations()).isEqualTo(2);
    assertThat(report.rejectedByReason())
        .isEqualTo(Map.of("learning_rate cannot be derived", 4L, "hyperparameters unreadable", 2L));
    Run good = runs(GROUP).get("good");
    assertThat(good.trajectory().learningRate()).containsExactly(0.5, 0.5);
    assertThat(good.hyperparameters()).isEqualTo(Map.of("rate", "0.5", "nested.x", "1"));
  }
}
