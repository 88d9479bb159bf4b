package io.lode.jobs.spark;

import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Spark sessions as LODE needs them. */
public final class LodeSpark {

  /**
   * Property of Spark: whether readers hold pages of rows against the checksums that their writers
   * left. A bit that a disk flipped is then an error, rather than another number.
   */
  static final String VERIFIED = "spark.hadoop.parquet.page.verify-checksum.enabled";

  private static SparkSession started;

  private LodeSpark() {}

  /**
   * Starts Spark, or joins the session that already runs in this JVM.
   *
   * <p>What a user sets wins over what LODE prefers: no web interface, and on a local master as few
   * shuffle partitions as one machine can use.
   *
   * @param master where to run, or null for the master that {@code spark-submit} set, else {@code
   *     local[*]}
   * @param conf Spark properties
   */
  public static synchronized SparkSession start(String master, Map<String, String> conf) {
    String submitted = System.getProperty("spark.master");
    String chosen = master != null ? master : submitted != null ? submitted : "local[*]";
    SparkSession.Builder builder =
        SparkSession.builder().appName("lode").config("spark.ui.enabled", "false");
    // Spark would record its own default of the warehouse below the folder the user is in.
    builder.config(
        "spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir") + "/lode-warehouse");
    builder.config("spark.sql.session.timeZone", "UTC");
    builder.config(VERIFIED, "true");
    if (chosen.startsWith("local")) {
      int cores = Runtime.getRuntime().availableProcessors();
      builder.config("spark.sql.shuffle.partitions", String.valueOf(Math.max(4, 2 * cores)));
      builder
          .config("spark.driver.host", "localhost")
          .config("spark.driver.bindAddress", "127.0.0.1")
          // A task that runs out of memory would end this process before it says so.
          .config("spark.executor.killOnFatalError.depth", "0");
    }
    for (String name : System.getProperties().stringPropertyNames()) {
      if (name.startsWith("spark.")) {
        builder.config(name, System.getProperty(name));
      }
    }
    conf.forEach(builder::config);
    started = builder.master(chosen).getOrCreate();
    return started;
  }

  /** Whether a session that was started here still runs. */
  static synchronized boolean isRunning() {
    return started != null && !started.sparkContext().isStopped();
  }

  /** Stops the session that was started here; Spark's classes are not loaded where none was. */
  public static synchronized void stop() {
    if (started != null) {
      started.stop();
      started = null;
    }
  }
}
