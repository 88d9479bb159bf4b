package io.lode.lab.bench;

import io.lode.jobs.progress.Progress;
import io.lode.jobs.progress.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Measures what searches publish over the nights in simulated worlds. */
public final class RegretBench {

  private final RegretPlan plan;
  private final Progress progress;

  /**
   * Prepares a benchmark.
   *
   * @param progress takes one line at a time
   */
  public RegretBench(RegretPlan plan, Progress progress) {
    this.plan = plan;
    this.progress = progress;
  }

  /**
   * Runs every loop; the results are in the plan's order and do not depend on the threads.
   *
   * @param finished takes the loops that differ in their seed alone, in the plan's order, as soon
   *     as they and those before them are done
   */
  public List<RegretResult> run(Consumer<List<RegretResult>> finished) {
    List<RegretCell> cells = plan.cells();
    ExecutorService threads = Executors.newFixedThreadPool(plan.threads());
    AtomicInteger done = new AtomicInteger();
    try (Stage stage = progress.stage("bench regret", "loops", cells.size(), done::get)) {
      List<Future<RegretResult>> futures = new ArrayList<>();
      for (RegretCell cell : cells) {
        futures.add(
            threads.submit(
                () -> {
                  RegretResult result = new RegretLoop(cell, plan.methods()).run();
                  done.incrementAndGet();
                  return result;
                }));
      }
      List<RegretResult> results = new ArrayList<>();
      for (Future<RegretResult> future : futures) {
        results.add(future.get());
        if (results.size() % plan.seeds() == 0) {
          finished.accept(results.subList(results.size() - plan.seeds(), results.size()));
          progress.accept(stage.line());
        }
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
