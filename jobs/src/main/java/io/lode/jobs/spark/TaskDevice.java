package io.lode.jobs.spark;

import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.resource.ResourceInformation;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfileBuilder;
import org.apache.spark.resource.TaskResourceRequests;
import org.apache.spark.sql.SparkSession;

/** Which device a task may compute on. */
public final class TaskDevice {

  /** What the name of a GPU starts with, before its address. */
  public static final String GPU = "gpu";

  private static final String OF_EXECUTOR = "spark.executor.resource.gpu.amount";
  private static final String OF_TASK = "spark.task.resource.gpu.amount";

  private TaskDevice() {}

  /**
   * The GPU that Spark assigned to this task, as {@code gpu} and its address, or {@code cpu} where
   * it assigned none or this is no task.
   */
  public static String name() {
    TaskContext task = TaskContext.get();
    ResourceInformation gpu = task == null ? null : task.resourcesJMap().get(GPU);
    return gpu == null || gpu.addresses().length == 0 ? "cpu" : GPU + gpu.addresses()[0];
  }

  /**
   * Asks for one GPU for each task of the stage that computes a collection, on a cluster whose
   * executors have some.
   *
   * <p>Where all tasks get a share by {@code spark.task.resource.gpu.amount}, and on a local
   * master, which knows no resources of stages, the collection stays as it is.
   */
  static <T> JavaRDD<T> oneGpuATask(SparkSession spark, JavaRDD<T> collection) {
    SparkConf conf = spark.sparkContext().conf();
    boolean local = spark.sparkContext().isLocal();
    if (local || conf.getInt(OF_EXECUTOR, 0) < 1 || conf.contains(OF_TASK)) {
      return collection;
    }
    ResourceProfile profile =
        new ResourceProfileBuilder().require(new TaskResourceRequests().resource(GPU, 1)).build();
    return collection.withResources(profile);
  }
}
