package io.lode.jobs.bench;

import io.lode.search.ScheduleSearch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Measures what searches publish over the nights in simulated worlds. */
public final class RegretBench {

  private final RegretPlan plan;
  private final Consumer<String> progress;

  /**
   * Prepares a benchmark.
   *
   * @param progress takes one line at a time
   */
  public RegretBench(RegretPlan plan, Consumer<String> progress) {
    this.plan = plan;
    this.progress = progress;
  }

  /** Runs every loop; the results are in the plan's order and do not depend on the threads. */
  public List<RegretResult> run() {
    List<RegretCell> cells = plan.cells();
    Map<String, ScheduleSearch> strategies = plan.strategies();
    ExecutorService threads = Executors.newFixedThreadPool(plan.threads());
    try {
      ExecutorCompletionService<RegretResult> loops = new ExecutorCompletionService<>(threads);
      List<Future<RegretResult>> futures = new ArrayList<>();
      for (RegretCell cell : cells) {
        futures.add(loops.submit(() -> new RegretLoop(cell, strategies.get(cell.search())).run()));
      }
      long start = System.nanoTime();
      for (int done = 1; done <= cells.size(); done++) {
        RegretCell cell = loops.take().get().cell();
        Duration left =
            Duration.ofNanos((System.nanoTime() - start) / done * (cells.size() - done));
        progress.accept(
            "bench: %d of %d loops done (%s, %s), about %d s left"
                .formatted(
                    done, cells.size(), cell.world().name(), cell.search(), left.toSeconds()));
      }
      List<RegretResult> results = new ArrayList<>();
      for (Future<RegretResult> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the benchmark was interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a loop failed: " + e.getCause().getMessage(), e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }
}
