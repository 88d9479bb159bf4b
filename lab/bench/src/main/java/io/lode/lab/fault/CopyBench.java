package io.lode.lab.fault;

import io.lode.lab.fault.LocalStore.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Copies a store while a night runs, at moments that are spread over the night; makes the copy a
 * store of its own, moves it, and lets both go on. Neither may ever touch the other.
 */
public final class CopyBench {

  /**
   * One copy.
   *
   * @param afterMillis when it was made, after the night began
   * @param refused whether a night on the copy was refused before it was relocated
   * @param notices of the relocation: what the copy had only in part
   * @param same whether the copy holds the same runs as the original after both had the same logs
   * @param untouched whether each of the two was as it was after the other had gone on
   * @param failure what should not have been, or null
   */
  public record Row(
      int afterMillis,
      boolean refused,
      long notices,
      boolean same,
      boolean untouched,
      String failure) {

    /** Whether both stores took no harm. */
    public boolean sound() {
      return refused && same && untouched && failure == null;
    }

    /** A line for people. */
    public String line() {
      return String.format(
          Locale.ROOT,
          "copied after %d ms: %s, %d notices, %s, the other %s%s",
          afterMillis,
          refused ? "refused" : "NOT REFUSED",
          notices,
          same ? "the same runs" : "OTHER RUNS",
          untouched ? "untouched" : "TOUCHED",
          failure == null ? "" : "; WRONG: " + failure);
    }
  }

  private final LocalStore store;
  private final Consumer<String> progress;

  /**
   * Prepares the campaign.
   *
   * @param folder new, for logs and stores
   * @param progress takes a line at a time
   */
  public CopyBench(Path folder, Consumer<String> progress) {
    store = new LocalStore(folder);
    this.progress = progress;
  }

  /** Makes some copies, each at a random moment within its share of a night. */
  public List<Row> run(int copies, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    store.fill(2);
    // Like every night that is copied, this one brings new runs.
    store.deliver(2, 10);
    long start = System.nanoTime();
    Answer night = store.nightly(store.store());
    double millis = (System.nanoTime() - start) * 1e-6;
    if (night.status() != 0) {
      throw new IllegalStateException("a night that nothing hit failed: " + night.err());
    }
    progress.accept("bench: a night takes " + Math.round(millis) + " ms");
    List<Row> rows = new ArrayList<>();
    for (int copy = 0; copy < copies; copy++) {
      Row row = run(copy, (int) (millis * (copy + random.nextDouble()) / copies));
      rows.add(row);
      progress.accept("bench: " + row.line());
    }
    return rows;
  }

  private Row run(int number, int afterMillis) {
    Path copy = store.folder().resolve("copy-" + number);
    Path moved = store.folder().resolve("moved-" + number);
    List<String> wrong = new ArrayList<>();
    store.deliver(2, 11 + 2 * number);
    ExecutorService night = Executors.newSingleThreadExecutor();
    try {
      Future<Answer> running = night.submit(() -> store.nightly(store.store()));
      Thread.sleep(afterMillis);
      copyWhatStays(store.store(), copy);
      require(running.get(), 0, "the night that was copied", wrong);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a night runs", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      night.shutdown();
    }
    List<String> before = state(store.store());
    boolean refused = store.nightly(copy).status() == 2;
    Answer relocated = LocalStore.run(copy, "relocate");
    require(relocated, 0, "relocate", wrong);
    require(store.nightly(copy), 0, "a night of the copy", wrong);
    require(LocalStore.run(copy, "compact"), 0, "compact of the copy", wrong);
    require(LocalStore.run(copy, "check"), 0, "check of the copy", wrong);
    rename(copy, moved);
    refused &= store.nightly(moved).status() == 2;
    require(LocalStore.run(moved, "relocate"), 0, "relocate after a move", wrong);
    require(store.nightly(moved), 0, "a night after the move", wrong);
    boolean untouched = before.equals(state(store.store()));
    String there = LocalStore.run(moved, "show", "runs").out();
    boolean same = there.equals(LocalStore.run(store.store(), "show", "runs").out());
    List<String> copied = state(moved);
    store.deliver(2, 12 + 2 * number);
    require(store.nightly(store.store()), 0, "the next night of the original", wrong);
    untouched &= copied.equals(state(moved));
    return new Row(
        afterMillis,
        refused,
        relocated.out().lines().filter(line -> line.contains("is not whole here")).count(),
        same,
        untouched,
        wrong.isEmpty() ? null : String.join("; ", wrong));
  }

  private static void require(Answer answer, int status, String what, List<String> wrong) {
    if (answer.status() != status || answer.unexpected()) {
      wrong.add(what + ": status " + answer.status() + ", " + answer.lastLine());
    }
  }

  /** Copies file by file; one that is gone when its turn comes is no part of the copy. */
  private static void copyWhatStays(Path from, Path to) {
    for (String path : LocalStore.published(from)) {
      Path target = to.resolve(path);
      try {
        Files.createDirectories(target.getParent());
        Files.copy(from.resolve(path), target);
      } catch (IOException e) {
        if (Files.exists(from.resolve(path))) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private static void rename(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every file with its length and time. */
  private static List<String> state(Path folder) {
    List<String> state = new ArrayList<>();
    for (String path : LocalStore.published(folder)) {
      Path file = folder.resolve(path);
      try {
        state.add(path + " " + Files.size(file) + " " + Files.getLastModifiedTime(file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return state;
  }
}
