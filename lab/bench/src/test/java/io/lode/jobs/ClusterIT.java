package io.lode.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lode.lab.fault.FaultsBench;
import io.lode.lab.fault.FaultsBench.Fault;
import io.lode.lab.fault.StoreContents;
import io.lode.lab.world.SweepDraw;
import io.lode.lab.world.World;
import io.lode.lab.world.WorldCsv;
import io.lode.lab.world.Worlds;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shaded jar on a standalone cluster of two workers, submitted by the launcher. */
class ClusterIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int GROUPS = 3;

  @TempDir private static Path folder;
  private static Path cluster;
  private static String master;
  private static Path logs;

  @BeforeAll
  static void startCluster() throws Exception {
    cluster = folder.resolve("a cluster");
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Submitted started = Submitted.run(cluster, "cluster", "start", "--port", String.valueOf(port));
    assertThat(started.status()).as(started.errors()).isZero();
    master = started.output().strip();
    logs = folder.resolve("logs");
    for (int group = 0; group < GROUPS; group++) {
      World world = Worlds.quadratic(group + 1L);
      SweepDraw draw = SweepDraw.of(world, 10, group);
      WorldCsv.write(
          logs,
          "model " + group,
          "toy",
          world.train(draw.schedules(), draw.names(), world.totalSteps(), group));
    }
  }

  @AfterAll
  static void stopCluster() throws Exception {
    Submitted.run(cluster, "cluster", "stop");
    assertThat(Submitted.run(cluster, "cluster", "status").status()).isEqualTo(3);
  }

  private static Submitted lode(String where, Path store, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of("--store", store.toString(), "--master", where, "--json"));
    all.addAll(List.of("--horizon", "1.0", "--set", "train.members=2", "--set", "train.starts=1"));
    all.addAll(List.of("--set", "train.held-out=false", "--conf", "spark.executor.memory=700m"));
    return Submitted.run(cluster, "lode", all.toArray(String[]::new));
  }

  private static Submitted nightly(String where, Path store) throws Exception {
    return lode(where, store, "nightly", "--source", "csv", "--input", logs.toString());
  }

  @Test
  void nightlyOnTwoWorkersPublishesWhatALocalOneDoes() throws Exception {
    Path here = folder.resolve("local");
    Path there = folder.resolve("cluster-store");
    Submitted local = nightly("local[2]", here);
    assertThat(local.status()).as(local.errors()).isZero();
    Submitted remote = nightly(master, there);
    assertThat(remote.status()).as(remote.errors()).isZero();
    assertThat(remote.json().at("/generate/schedules")).hasSize(GROUPS);
    assertThat(StoreContents.of(there)).hasSize(GROUPS * 6).isEqualTo(StoreContents.of(here));
    assertThat(executors()).contains("0", "1");

    Submitted proposed =
        lode(
            master,
            there,
            "propose",
            "--search",
            "latent",
            "--count",
            "1",
            "--set",
            "latent.members=1",
            "--set",
            "latent.steps=3",
            "--set",
            "latent.device=cpu",
            "--conf",
            "spark.executor.resource.gpu.amount=1");
    assertThat(proposed.status()).as(proposed.errors()).isZero();
    assertThat(devices(there)).containsExactly("gpu0", "gpu1");
  }

  @Test
  void theGroupsBenchmarkTellsTheMemoryOfEveryExecutor() throws Exception {
    List<String> arguments = new ArrayList<>(List.of("bench", "groups", "--groups", "4"));
    arguments.addAll(List.of("--runs", "4", "--horizon", "1.0", "--set", "train.members=1"));
    arguments.addAll(List.of("--set", "train.held-out=false", "--json", "--master", master));
    arguments.addAll(List.of("--conf", "spark.executor.memory=700m"));
    arguments.addAll(List.of("--folder", folder.resolve("groups").toString()));
    Submitted measured = Submitted.run(cluster, "lode-lab", arguments.toArray(String[]::new));
    assertThat(measured.status()).as(measured.errors()).isZero();
    JsonNode row = measured.json().at("/rows/0");
    assertThat(row.get("groups").asInt()).isEqualTo(4);
    assertThat(row.get("heapMegabytes").asDouble()).isPositive();
    assertThat(row.get("executorMegabytes")).hasSize(2);
    row.get("executorMegabytes")
        .forEach(megabytes -> assertThat(megabytes.asDouble()).isBetween(1.0, 700.0));
  }

  @Test
  void mendStartsAWorkerAgainThatWasKilled() throws Exception {
    long killed = pid("worker-1");
    assertThat(ProcessHandle.of(killed).orElseThrow().destroyForcibly()).isTrue();
    long end = System.nanoTime() + 10_000_000_000L;
    while (Submitted.run(cluster, "cluster", "status").status() == 0 && System.nanoTime() < end) {
      Thread.sleep(100);
    }
    assertThat(Submitted.run(cluster, "cluster", "status").output())
        .contains("worker-1 is gone", "worker-2 runs");
    long other = pid("worker-2");
    Submitted mended = Submitted.run(cluster, "cluster", "mend");
    assertThat(mended.status()).as(mended.errors()).isZero();
    assertThat(Submitted.run(cluster, "cluster", "status").status()).isZero();
    assertThat(pid("worker-1")).isNotEqualTo(killed);
    assertThat(pid("worker-2")).isEqualTo(other);
  }

  private static long pid(String name) throws IOException {
    return Long.parseLong(Files.readString(cluster.resolve(name + ".pid")).split(" ", 2)[0]);
  }

  /** {@code -Dlode.faults=100} for more. */
  @Test
  void aRunThatWasKilledLeavesAStoreThatTheNextRunCompletes() throws Exception {
    Path home = Checkout.folder();
    Path work = Files.createDirectories(folder.resolve("faults"));
    int runs = Integer.getInteger("lode.faults", 1);
    List<Fault> faults = runs == 1 ? List.of(Fault.DRIVER) : List.of(Fault.values());
    List<FaultsBench.Row> rows =
        new FaultsBench(home, work, 1, System.err::println).run(0, runs, faults, 1);
    for (FaultsBench.Row row : rows) {
      assertThat(row.sound()).as(row.line()).isTrue();
      assertThat(row.reads()).as(row.line()).isPositive();
    }
  }

  /** The executors that workers started, over all applications. */
  private static Set<String> executors() throws IOException {
    Set<String> executors = new TreeSet<>();
    try (Stream<Path> applications = Files.list(cluster.resolve("work"))) {
      for (Path application : applications.toList()) {
        try (Stream<Path> names = Files.list(application)) {
          names.forEach(name -> executors.add(name.getFileName().toString()));
        }
      }
    }
    return executors;
  }

  /** The devices that were assigned to the tasks that fitted latent ensembles. */
  private static Set<String> devices(Path store) throws IOException {
    Set<String> devices = new TreeSet<>();
    try (Stream<Path> files = Files.walk(store.resolve("ensembles"))) {
      for (Path card : files.filter(file -> file.endsWith("card.json")).toList()) {
        JsonNode json = JSON.readTree(Files.readAllBytes(card));
        if (json.get("forecaster").asText().equals("latent")) {
          devices.add(json.at("/settings/assigned device").asText());
        }
      }
    }
    return devices;
  }
}
