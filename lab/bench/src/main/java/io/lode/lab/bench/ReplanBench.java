package io.lode.lab.bench;

import io.lode.jobs.progress.Progress;
import io.lode.jobs.progress.Stage;
import io.lode.lab.world.Difference;
import io.lode.lab.world.World;
import io.lode.lab.world.Worlds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Measures in simulated worlds what replanning does to runs in flight. */
public final class ReplanBench {

  private final ReplanPlan plan;
  private final Progress progress;
  private final Consumer<String> decisions;
  private final AtomicInteger done = new AtomicInteger();

  /**
   * Prepares a benchmark.
   *
   * @param progress takes one line at a time
   * @param decisions takes a line for every decision
   */
  public ReplanBench(ReplanPlan plan, Progress progress, Consumer<String> decisions) {
    this.plan = plan;
    this.progress = progress;
    this.decisions = decisions;
  }

  /** Trains every run; the results are in the plan's order and do not depend on the threads. */
  public List<ReplanResult> run() {
    ExecutorService threads = Executors.newFixedThreadPool(plan.threads());
    int seeds = plan.worlds().size() * plan.seeds();
    try (Stage stage = progress.stage("bench replan", "seeds", seeds, done::get)) {
      List<Future<List<ReplanResult>>> futures = new ArrayList<>();
      for (String world : plan.worlds()) {
        for (int i = 0; i < plan.seeds(); i++) {
          long one = plan.firstSeed() + i;
          futures.add(threads.submit(() -> seed(world, one)));
        }
      }
      List<ReplanResult> results = new ArrayList<>();
      for (Future<List<ReplanResult>> future : futures) {
        results.addAll(future.get());
      }
      progress.accept(stage.line());
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the benchmark was interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a run failed: " + e.getCause().getMessage(), e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private List<ReplanResult> seed(String name, long seed) {
    World world = Worlds.named(name, ReplanPlan.isNetwork(name) ? seed + 1 : plan.variant());
    ReplanLoop loop = new ReplanLoop(plan, world, seed, decisions);
    List<ReplanResult> results = new ArrayList<>();
    for (Optional<Difference> difference : ReplanPlan.differences(name)) {
      for (ReplanCell.Start start : plan.starts()) {
        results.add(loop.run(new ReplanCell(name, difference, start, seed)));
      }
    }
    done.incrementAndGet();
    return results;
  }
}
