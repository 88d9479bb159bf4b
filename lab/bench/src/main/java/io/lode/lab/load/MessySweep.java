package io.lode.lab.load;

import static org.apache.spark.sql.functions.col;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A sweep as trackers really deliver it, in Parquet, the same for the same numbers.
 *
 * <p>Twenty groups; validation every twentieth row; one run in 40 diverges to NaN; one in 25 was
 * resumed and logs its middle twice; one row in 2,000 has no step, one in 3,000 a negative rate.
 * Two nights of two schemas: the second logs steps as int instead of bigint, losses as float, and
 * has a column more. Runs are spread over the files of their night; the rows of a run lie together.
 *
 * @param runs runs of both nights together
 * @param rowsPerRun rows that a run logs
 */
record MessySweep(long runs, long rowsPerRun) {

  private static final long ROWS_PER_FILE = 200_000;

  private static final List<String> COLUMNS =
      List.of(
          "'sweep-7' AS sweep",
          "concat('run-', lpad(run, 7, '0')) AS run",
          "concat('model/', run % 10) AS model",
          "concat('data-', run % 2) AS dataset",
          "'adamw' AS optimizer",
          "CAST(run % 5 AS INT) AS seed",
          "IF(hash % 2000 = 0, NULL, at) AS step",
          "at / 100.0D AS epoch",
          "IF(hash % 3000 = 1, -rate, rate) AS learning_rate",
          "IF(run % 40 = 7 AND at > last / 2, DOUBLE('NaN'), loss) AS train_loss",
          "IF(at % 20 = 0, loss * 1.05D, NULL) AS validation_loss",
          "CAST(1 + (hash % 100) / 100.0 AS FLOAT) AS grad_norm",
          "1000.0D + hash % 97 AS examples_per_second",
          "concat('host-', run % 16) AS host");

  /** The folder of a night below a target. */
  static List<String> nights(String target) {
    return List.of(target + "/night-1", target + "/night-2");
  }

  /**
   * Writes the files.
   *
   * @return the rows that they hold
   */
  long write(SparkSession spark, String target) {
    long rows = 0;
    for (int night = 0; night < 2; night++) {
      Dataset<Row> logged = rows(spark, night);
      if (night == 1) {
        logged =
            logged
                .withColumn("step", col("step").cast("int"))
                .withColumn("train_loss", col("train_loss").cast("float"))
                .withColumn("memory_gb", col("grad_norm").cast("double").multiply(8));
      }
      String folder = nights(target).get(night);
      logged.write().mode("overwrite").parquet(folder);
      rows += spark.read().parquet(folder).count();
    }
    return rows;
  }

  private Dataset<Row> rows(SparkSession spark, int night) {
    int files = (int) Math.max(1, runs * rowsPerRun / 2 / ROWS_PER_FILE);
    return spark
        .range(0, runs, 1, files)
        .filter("id % 2 = " + night)
        .selectExpr(
            "id AS run",
            rowsPerRun + " AS last",
            "explode(IF(id % 25 = 3, concat(sequence(1, int("
                + rowsPerRun
                + " * 0.6)), sequence(int("
                + rowsPerRun
                + " * 0.5), "
                + rowsPerRun
                + ")), sequence(1, "
                + rowsPerRun
                + "))) AS at")
        .selectExpr(
            "run",
            "last",
            "CAST(at AS BIGINT) AS at",
            "abs(xxhash64(run, at)) % 1000003 AS hash",
            "1e-3D * (1 + run % 7) * (0.5D + 0.5D * cos(3.14159D * at / last)) + 1e-6D AS rate")
        .selectExpr(
            "*", "2.0D + 3.0D * pow(at + 1.0D, -0.3D) + 0.02D * (hash % 1000) / 1000.0D AS loss")
        .selectExpr(COLUMNS.toArray(String[]::new));
  }
}
