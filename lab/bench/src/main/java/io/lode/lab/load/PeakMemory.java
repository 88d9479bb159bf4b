package io.lode.lab.load;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.executor.ExecutorMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Listens for the most heap that each executor had in use, garbage included, as executors report it
 * with their heartbeats.
 */
public final class PeakMemory extends SparkListener {

  /** Properties of Spark under which executors measure often. */
  public static final Map<String, String> PROPERTIES =
      Map.of("spark.executor.metrics.pollingInterval", "500ms");

  private static final String HEAP = "JVMHeapMemory";

  /** What Spark calls the driver among executors. */
  private static final String DRIVER = "driver";

  private final Map<String, Long> bytes = new ConcurrentHashMap<>();

  @Override
  public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
    CollectionConverters.asJava(update.executorUpdates())
        .values()
        .forEach(metrics -> record(update.execId(), metrics));
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    record(end.taskInfo().executorId(), end.taskExecutorMetrics());
  }

  /** Megabytes by executor; none on a local master. */
  public Map<String, Double> megabytes() {
    Map<String, Double> megabytes = new TreeMap<>();
    bytes.forEach((executor, most) -> megabytes.put(executor, most / (1024.0 * 1024)));
    return megabytes;
  }

  /** Starts anew. */
  public void reset() {
    bytes.clear();
  }

  private void record(String executor, ExecutorMetrics metrics) {
    if (!executor.equals(DRIVER)) {
      bytes.merge(executor, metrics.getMetricValue(HEAP), Math::max);
    }
  }
}
