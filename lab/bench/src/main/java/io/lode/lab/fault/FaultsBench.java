package io.lode.lab.fault;

import io.lode.lab.load.GroupsBench;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Runs of {@code nightly} on a cluster of two workers, each hit by one fault at a random moment and
 * then run again, by this process; the store must be as if nothing had happened, and a reader that
 * polls throughout must never have noticed.
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

  private static final int MOST_CALLS = 120;

  private final Path folder;
  private final LoopbackCluster cluster;
  private final SmallNightly nightly;
  private final int groups;
  private final Consumer<String> progress;
  private String master;

  /** How long a run takes that nothing hits. */
  private double seconds;

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
    cluster = new LoopbackCluster(home, folder.resolve("cluster"));
    nightly = new SmallNightly(cluster, folder.resolve("logs"), folder);
  }

  /**
   * Runs the campaign, or a part of it.
   *
   * @param first number of the first run, from 0: each run has the same fault in every part
   * @param faults to choose from, at random
   * @throws IllegalArgumentException if there is nothing to run
   */
  public List<Row> run(int first, int runs, List<Fault> faults, long seed) {
    if (runs < 1 || groups < 1 || first < 0 || faults.isEmpty()) {
      throw new IllegalArgumentException(
          "runs, groups and faults must be at least 1 and the first run at least 0, found "
              + runs
              + ", "
              + groups
              + ", "
              + faults.size()
              + " and "
              + first);
    }
    for (int group = 0; group < groups; group++) {
      GroupsBench.write(nightly.logs(), group, 10);
    }
    startCluster();
    try {
      SortedMap<String, String> expected = undisturbed();
      List<Row> rows = new ArrayList<>();
      SplittableRandom campaign = new SplittableRandom(seed);
      for (int run = 0; run < first + runs; run++) {
        SplittableRandom random = campaign.split();
        if (run < first) {
          continue;
        }
        Fault fault = faults.get(random.nextInt(faults.size()));
        Row row = run(run, fault, random, expected);
        rows.add(row);
        progress.accept("bench: " + row.line());
        cluster.mend();
        if (row.sound()) {
          cluster.forgetWork();
        }
      }
      return rows;
    } finally {
      cluster.stop();
    }
  }

  private SortedMap<String, String> undisturbed() {
    // The first run of all leaves what makes later ones faster, so its time says nothing.
    finishUndisturbed(folder.resolve("first"));
    Path store = folder.resolve("undisturbed");
    long start = System.nanoTime();
    finishUndisturbed(store);
    seconds = (System.nanoTime() - start) * 1e-9;
    SortedMap<String, String> expected = StoreContents.of(store);
    progress.accept(
        String.format(
            Locale.ROOT,
            "bench: undisturbed in %.1f s, %d files published",
            seconds,
            expected.size()));
    return expected;
  }

  private void finishUndisturbed(Path store) {
    String name = store.getFileName().toString();
    int status = SmallNightly.finish(nightly.start(master, store.toString(), List.of(), name));
    if (status != 0) {
      throw new IllegalStateException(
          "the " + name + " run ended with status " + status + ", see " + folder);
    }
  }

  private Row run(
      int run, Fault fault, SplittableRandom random, SortedMap<String, String> expected) {
    Path store = folder.resolve("store-" + run);
    // Most of the first quarter goes into starting.
    double after = seconds * (0.25 + 0.75 * random.nextDouble());
    int failedCall = 1 + random.nextInt(MOST_CALLS);
    boolean ofStore = fault == Fault.STORE;
    String uri = ofStore ? FaultyFileSystem.SCHEME + "://" + store : store.toString();
    List<String> disturbed = new ArrayList<>();
    Path hits = folder.resolve("hits-" + run);
    if (ofStore) {
      disturbed.addAll(SmallNightly.ofFaultyStore());
      // The driver and its executors are of the product, and must find the store's class.
      disturbed.add("spark.jars=" + cluster.jar());
      disturbed.add("spark.hadoop." + FaultyFileSystem.FAIL_AT + "=" + failedCall);
      disturbed.add("spark.hadoop." + FaultyFileSystem.HITS + "=" + createFolder(hits));
    }
    PollingReader reader = new PollingReader(store);
    try {
      long start = System.nanoTime();
      Process process = nightly.start(master, uri, disturbed, "run-" + run);
      boolean killed = !ofStore && kill(fault, process, after, random);
      int status = SmallNightly.finish(process);
      boolean hit = killed || (ofStore && holdsFiles(hits));
      if (!hit) {
        // The machine is faster now: later faults must come sooner.
        seconds = Math.min(seconds, (System.nanoTime() - start) * 1e-9);
      }
      int statusAgain = nightly.run(uri, "again-" + run);
      reader.stop();
      SortedMap<String, String> found = StoreContents.of(store);
      boolean same = found.equals(expected);
      return new Row(
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
          same ? reader.firstFailure() : StoreContents.difference(expected, found));
    } finally {
      reader.stop();
    }
  }

  private boolean kill(Fault fault, Process driver, double after, SplittableRandom random) {
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

  private static boolean holdsFiles(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path createFolder(Path path) {
    try {
      return Files.createDirectories(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void startCluster() {
    try {
      createFolder(folder.resolve("cluster"));
      int port;
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = free.getLocalPort();
      }
      master = cluster.start(port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
