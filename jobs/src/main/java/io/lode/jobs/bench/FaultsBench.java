package io.lode.jobs.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs of {@code nightly} on a cluster of two workers, each hit by one fault at a random moment and
 * then run again; the store must be as if nothing had happened, and a reader that polls throughout
 * must never have noticed.
 */
public final class FaultsBench {

  /** What goes wrong. */
  public enum Fault {
    /** The driver is killed. */
    DRIVER,
    /** An executor is killed. */
    EXECUTOR,
    /** A worker is killed, and with it its executor. */
    WORKER,
    /** A call of the file system fails in every process. */
    STORE
  }

  /**
   * One run.
   *
   * @param afterSeconds when the process was killed, or NaN
   * @param failedCall the number of the call of the store that failed, or 0
   * @param hit whether the fault found something to hit
   * @param status of the run that was hit
   * @param statusAgain of the run after it
   * @param same whether the store is then as that of an undisturbed run
   * @param reads of the polling reader
   * @param failedReads those that threw
   * @param failure the first of these, or the first difference, or null
   */
  public record Row(
      int run,
      Fault fault,
      double afterSeconds,
      int failedCall,
      boolean hit,
      int status,
      int statusAgain,
      boolean same,
      long reads,
      long failedReads,
      String failure) {

    /** A line for people. */
    public String line() {
      String where =
          fault == Fault.STORE
              ? "call " + failedCall
              : String.format(Locale.ROOT, "after %.1f s", afterSeconds);
      return String.format(
          Locale.ROOT,
          "run %d: %s %s%s, status %d, then %d; store %s; %d reads, %d failed%s",
          run,
          fault.name().toLowerCase(Locale.ROOT),
          where,
          hit ? "" : " (too late to hit anything)",
          status,
          statusAgain,
          same ? "the same" : "DIFFERENT",
          reads,
          failedReads,
          failure == null ? "" : ": " + failure);
    }

    /** Whether the store and its reader took no harm. */
    public boolean sound() {
      return statusAgain == 0 && same && failedReads == 0;
    }
  }

  private static final long PATIENCE_MINUTES = 10;
  private static final int MOST_CALLS = 120;

  private final Path folder;
  private final Path logs;
  private final LoopbackCluster cluster;
  private final int groups;
  private final Consumer<String> progress;
  private String master;

  /**
   * Prepares the campaign.
   *
   * @param home where LODE is installed
   * @param folder new, for logs and stores
   * @param groups of each store
   * @param progress takes a line at a time
   */
  public FaultsBench(Path home, Path folder, int groups, Consumer<String> progress) {
    this.folder = folder;
    this.groups = groups;
    this.progress = progress;
    logs = folder.resolve("logs");
    cluster = new LoopbackCluster(home, folder.resolve("cluster"));
  }

  /**
   * Runs the campaign.
   *
   * @param faults to choose from, at random
   * @throws IllegalArgumentException if there is nothing to run
   */
  public List<Row> run(int runs, List<Fault> faults, long seed) {
    if (runs < 1 || groups < 1 || faults.isEmpty()) {
      throw new IllegalArgumentException(
          "runs, groups and faults must be at least 1, found "
              + runs
              + ", "
              + groups
              + " and "
              + faults.size());
    }
    for (int group = 0; group < groups; group++) {
      GroupsBench.write(logs, group, 10);
    }
    restart();
    try {
      Path undisturbed = folder.resolve("undisturbed");
      long start = System.nanoTime();
      int status = finish(nightly(master, undisturbed.toString(), List.of(), "undisturbed"));
      double seconds = (System.nanoTime() - start) * 1e-9;
      if (status != 0) {
        throw new IllegalStateException(
            "the undisturbed run ended with status " + status + ", see " + folder);
      }
      SortedMap<String, String> expected = StoreContents.of(undisturbed);
      progress.accept(
          String.format(
              Locale.ROOT,
              "bench: undisturbed in %.1f s, %d files published",
              seconds,
              expected.size()));
      Random random = new Random(seed);
      List<Row> rows = new ArrayList<>();
      for (int run = 0; run < runs; run++) {
        Fault fault = faults.get(random.nextInt(faults.size()));
        rows.add(run(run, fault, random, seconds, expected));
        progress.accept("bench: " + rows.get(run).line());
      }
      return rows;
    } finally {
      cluster.stop();
    }
  }

  private Row run(
      int run, Fault fault, Random random, double seconds, SortedMap<String, String> expected) {
    Path store = folder.resolve("store-" + run);
    // Most of the first third goes into starting.
    double after = seconds * (0.25 + 0.75 * random.nextDouble());
    int failedCall = 1 + random.nextInt(MOST_CALLS);
    boolean ofStore = fault == Fault.STORE;
    String uri = ofStore ? FaultyFileSystem.SCHEME + "://" + store : store.toString();
    List<String> options = ofStore ? faultyOptions() : List.of();
    List<String> first = new ArrayList<>(options);
    if (ofStore) {
      first.addAll(
          List.of("--conf", "spark.hadoop." + FaultyFileSystem.FAIL_AT + "=" + failedCall));
    }
    int status;
    int statusAgain;
    boolean hit = true;
    PollingReader reader = new PollingReader(store);
    try {
      Process process = nightly(master, uri, first, "run-" + run);
      if (!ofStore) {
        hit = kill(fault, process, after, random);
      }
      status = finish(process);
      statusAgain = finish(nightly("local[2]", uri, options, "again-" + run));
      reader.stop();
      SortedMap<String, String> found = StoreContents.of(store);
      boolean same = found.equals(expected);
      Row row =
          new Row(
              run,
              fault,
              ofStore ? Double.NaN : after,
              ofStore ? failedCall : 0,
              hit,
              status,
              statusAgain,
              same,
              reader.reads(),
              reader.failed(),
              same ? reader.firstFailure() : difference(expected, found));
      if (fault == Fault.WORKER) {
        restart();
      }
      return row;
    } finally {
      reader.stop();
    }
  }

  private boolean kill(Fault fault, Process driver, double after, Random random) {
    try {
      if (driver.waitFor((long) (after * 1000), TimeUnit.MILLISECONDS)) {
        return false;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the fault", e);
    }
    List<ProcessHandle> victims =
        switch (fault) {
          case DRIVER -> List.of(driver.toHandle());
          case EXECUTOR -> cluster.executors();
          default -> cluster.workers();
        };
    return !victims.isEmpty() && victims.get(random.nextInt(victims.size())).destroyForcibly();
  }

  private Process nightly(String where, String store, List<String> more, String name) {
    List<String> arguments =
        new ArrayList<>(
            List.of("nightly", "--source", "csv", "--input", logs.toString(), "--store", store));
    arguments.addAll(List.of("--master", where, "--horizon", "1.0"));
    arguments.addAll(List.of("--conf", "spark.executor.memory=700m"));
    for (String setting : List.of("members=2", "starts=1", "held-out=false")) {
      arguments.addAll(List.of("--set", "train." + setting));
    }
    arguments.addAll(more);
    return cluster.launch("lode", arguments, folder.resolve(name + ".log"));
  }

  private static List<String> faultyOptions() {
    String prefix = "spark.hadoop.fs.";
    List<String> options = new ArrayList<>();
    for (String property :
        List.of(
            prefix + FaultyFileSystem.SCHEME + ".impl=" + FaultyFileSystem.class.getName(),
            prefix
                + "AbstractFileSystem."
                + FaultyFileSystem.SCHEME
                + ".impl="
                + FaultyFs.class.getName(),
            "spark.hadoop.lode.store.atomic-rename=true")) {
      options.addAll(List.of("--conf", property));
    }
    return options;
  }

  private static int finish(Process process) {
    try {
      if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException("a run took over " + PATIENCE_MINUTES + " minutes");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while nightly runs", e);
    }
  }

  private void restart() {
    try {
      Files.createDirectories(folder.resolve("cluster"));
      cluster.stop();
      int port;
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = free.getLocalPort();
      }
      master = cluster.start(port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String difference(
      SortedMap<String, String> expected, SortedMap<String, String> found) {
    for (String path : expected.keySet()) {
      if (!expected.get(path).equals(found.get(path))) {
        return path + (found.containsKey(path) ? " has other content" : " is missing");
      }
    }
    return found.keySet().stream()
        .filter(path -> !expected.containsKey(path))
        .map(path -> path + " is too many")
        .findFirst()
        .orElse(null);
  }
}
