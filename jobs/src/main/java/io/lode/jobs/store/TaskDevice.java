package io.lode.jobs.store;

import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;

/** Which device the running task may compute on. */
public final class TaskDevice {

  /** What the name of a GPU starts with, before its address. */
  public static final String GPU = "gpu";

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
}
