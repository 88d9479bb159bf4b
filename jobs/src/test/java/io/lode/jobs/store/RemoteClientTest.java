package io.lode.jobs.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lode.artifact.ScheduleArtifact;
import io.lode.artifact.ScheduleArtifactJson;
import io.lode.forecast.Horizon;
import io.lode.jobs.OptionalProgram;
import io.lode.jobs.store.artifacts.Artifacts;
import io.lode.jobs.store.artifacts.RunLogs;
import io.lode.jobs.store.files.StoreFiles;
import io.lode.lab.world.SampleSchedule;
import io.lode.trajectory.GroupKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The Python client, in a process of its own, on stores that Hadoop's classes publish into. */
@Timeout(240)
class RemoteClientTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PYTHON = "/usr/bin/python3";
  private static final GroupKey GROUP = new GroupKey("m/1 \"*~", "d%2F1", "sgd");
  private static final String RUN = "in flight/1";
  private static final Horizon END = new Horizon(1);

  @TempDir private Path folder;

  private Process job;
  private BufferedReader answers;
  private OutputStream orders;

  @AfterEach
  void endTheJob() throws InterruptedException {
    if (job != null) {
      job.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void followsAndLogsOnHdfsAlsoWhileItIsDown() throws Exception {
    OptionalProgram.FSSPEC.require();
    Configuration configuration = new Configuration();
    configuration.set(
        MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("hdfs").toAbsolutePath().toString());
    MiniDFSCluster cluster = new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
    try {
      StoreFiles files = StoreFiles.at(cluster.getURI() + "/lode store", configuration);
      int first = publish(files, "first");
      String user = System.getProperty("user.name");
      start(
          "webhdfs://"
              + user
              + "@localhost:"
              + cluster.getNameNode().getHttpAddress().getPort()
              + "/lode store",
          Map.of());
      expect(files, answer(100), 100, first);
      int second = publish(files, "second");
      expect(files, answer(200), 200, second);
      assertThat(description(files).at("/status").asText()).isEqualTo("running");
      assertThat(description(files).at("/followed/1/version").asInt()).isEqualTo(second);

      ScheduleArtifact inForce = artifact(files, second);
      cluster.shutdownNameNode(0);
      JsonNode down = answer(300);
      assertThat(down.at("/version").asInt()).isEqualTo(second);
      assertThat(down.at("/rate").asDouble()).isEqualTo(rate(inForce, 300), within(1e-12));
      assertThat(down.at("/warnings"))
          .hasSize(2)
          .anySatisfy(
              said -> assertThat(said.asText()).endsWith("v000002.json stays in force at step 210"))
          .anySatisfy(said -> assertThat(said.asText()).endsWith("of run in flight/1 wait"))
          .allSatisfy(said -> assertThat(said.asText()).contains("webhdfs://", "cannot be"));
      assertThat(answer(400).at("/warnings")).as("said once").isEmpty();
      cluster.restartNameNode(0);
      cluster.waitActive();

      int third = publish(files, "third");
      expect(files, answer(500), 500, third);
      end();
      expectAllLogged(files, configuration, 500);
      assertThat(description(files).at("/status").asText()).isEqualTo("completed");
    } finally {
      cluster.shutdown(true);
    }
  }

  @Test
  void followsAndLogsOnS3() throws Exception {
    OptionalProgram.PYARROW.require();
    String store = S3Server.BUCKET + "/" + UUID.randomUUID();
    StoreFiles files = StoreFiles.at(store, S3Server.configuration());
    int first = publish(files, "first");
    start(
        store,
        Map.of(
            "AWS_ENDPOINT_URL", S3Server.properties().get("fs.s3a.endpoint"),
            "AWS_DEFAULT_REGION", S3Server.properties().get("fs.s3a.endpoint.region"),
            "AWS_ACCESS_KEY_ID", S3Server.properties().get("fs.s3a.access.key"),
            "AWS_SECRET_ACCESS_KEY", S3Server.SECRET));
    expect(files, answer(100), 100, first);
    int second = publish(files, "second");
    expect(files, answer(200), 200, second);
    end();
    expectAllLogged(files, S3Server.configuration(), 200);
    assertThat(description(files).at("/status").asText()).isEqualTo("completed");
  }

  private static int publish(StoreFiles files, String reason) {
    ScheduleArtifact artifact = SampleSchedule.of(GROUP, END, reason, "2026-01-01T00:00:00Z");
    return new Artifacts(files)
        .schedules(GROUP, END)
        .publish(version -> ScheduleArtifactJson.write(artifact.withVersion(version)));
  }

  private static ScheduleArtifact artifact(StoreFiles files, int version) {
    byte[] bytes = new Artifacts(files).schedules(GROUP, END).read(version).orElseThrow();
    return ScheduleArtifactJson.read(bytes, "v" + version);
  }

  private static double rate(ScheduleArtifact artifact, int step) {
    return artifact.scheduleFor(artifact.totalSteps()).learningRate(step);
  }

  private void start(String store, Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(PYTHON, "-m", "tests.remote_job", store)
            .directory(Path.of("..", "clients", "python").toFile())
            .redirectError(folder.resolve("errors").toFile());
    builder.environment().putAll(environment);
    job = builder.start();
    answers = job.inputReader(UTF_8);
    orders = job.getOutputStream();
  }

  /** Lets the job train up to a step. */
  private JsonNode answer(int step) throws IOException {
    orders.write((step + "\n").getBytes(UTF_8));
    orders.flush();
    String line = answers.readLine();
    assertThat(line).as(Files.readString(folder.resolve("errors"))).isNotNull();
    return JSON.readTree(line);
  }

  private void end() throws IOException, InterruptedException {
    orders.close();
    assertThat(job.waitFor()).as(Files.readString(folder.resolve("errors"))).isZero();
  }

  private static void expect(StoreFiles files, JsonNode answer, int step, int version) {
    assertThat(answer.at("/warnings")).isEmpty();
    assertThat(answer.at("/version").asInt()).isEqualTo(version);
    assertThat(answer.at("/rate").asDouble())
        .isEqualTo(rate(artifact(files, version), step), within(1e-12));
  }

  private static JsonNode description(StoreFiles files) throws IOException {
    return JSON.readTree(new RunLogs(files).description(GROUP, RUN).orElseThrow());
  }

  /** Each step once, in order, and nothing else left behind. */
  private static void expectAllLogged(StoreFiles files, Configuration configuration, int until)
      throws IOException {
    RunLogs logs = new RunLogs(files);
    List<Integer> steps = new ArrayList<>();
    for (String part : logs.parts(GROUP, RUN)) {
      for (String line : new String(files.read(part).orElseThrow(), UTF_8).lines().toList()) {
        steps.add(JSON.readTree(line).at("/step").asInt());
      }
    }
    assertThat(steps)
        .isEqualTo(IntStream.rangeClosed(1, until / 10).mapToObj(i -> 10 * i).toList());
    org.apache.hadoop.fs.Path all =
        new org.apache.hadoop.fs.Path(
            new org.apache.hadoop.fs.Path(URI.create(files.root())), logs.folder(GROUP, RUN));
    assertThat(all.getFileSystem(configuration).listStatus(all))
        .hasSize(logs.parts(GROUP, RUN).size() + 1);
  }
}
