package io.lode.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.jobs.conf.settings.IngestSettings;
import io.lode.jobs.conf.settings.Settings;
import io.lode.jobs.conf.source.SourceFile;
import io.lode.jobs.ingest.delivery.IngestReport;
import io.lode.jobs.ingest.delivery.IngestReport.GroupCount;
import io.lode.jobs.pipeline.Ingest;
import io.lode.jobs.store.tables.GroupSummary;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Sweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class IngestTest extends IngestedLogs {

  private static final Path EXAMPLES = Path.of("..", "examples");

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
}
