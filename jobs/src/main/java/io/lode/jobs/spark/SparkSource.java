package io.lode.jobs.spark;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;

/**
 * A Spark session that starts when it is first asked for.
 *
 * <p>Spark takes seconds to start. A command that turns out to be wrong, or that only reads files,
 * never asks.
 */
public final class SparkSource implements Supplier<SparkSession> {

  private static final String OF_HADOOP = "spark.hadoop.";

  private final String master;
  private final Map<String, String> properties;
  private SparkSession session;

  /**
   * Starts nothing.
   *
   * @param master where to run, as {@link LodeSpark#start} takes it
   * @param properties of Spark
   */
  public SparkSource(String master, Map<String, String> properties) {
    this.master = master;
    this.properties = Map.copyOf(properties);
  }

  /** Starts Spark, or joins the session that already runs in this JVM. */
  @Override
  public synchronized SparkSession get() {
    if (session == null) {
      session = LodeSpark.start(master, properties);
    }
    return session;
  }

  /** How Hadoop reaches file systems under these properties; starts nothing. */
  public Configuration hadoop() {
    // Spark's session has hundreds of classes, which are not loaded to find out that none runs.
    if (LodeSpark.isRunning()) {
      Configuration running = get().sessionState().newHadoopConf();
      // A session that ran before took its own when it started.
      properties.forEach(
          (key, value) -> {
            if (key.startsWith(OF_HADOOP)) {
              running.set(key.substring(OF_HADOOP.length()), value);
            }
          });
      return running;
    }
    // It takes what the launcher gave as system properties.
    SparkConf conf = new SparkConf();
    conf.setIfMissing(LodeSpark.VERIFIED, "true");
    properties.forEach(conf::set);
    return SparkHadoopUtil.get().newConfiguration(conf);
  }
}
