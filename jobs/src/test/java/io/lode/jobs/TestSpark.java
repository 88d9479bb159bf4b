package io.lode.jobs;

import io.lode.jobs.spark.LodeSpark;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** The one Spark session of all tests, on two cores. */
public final class TestSpark {

  private static final SparkSession SESSION =
      LodeSpark.start("local[2]", Map.of("spark.sql.shuffle.partitions", "2"));

  private TestSpark() {}

  /** The session; it ends with the JVM. */
  public static SparkSession session() {
    return SESSION;
  }
}
