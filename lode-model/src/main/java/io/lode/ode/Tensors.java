package io.lode.ode;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * Where arrays come from: loads the engine at first use, on one thread and without network.
 *
 * <p>The settings of the engine are system properties that a user may set: {@code
 * ai.djl.pytorch.num_threads} (1 here: two were slower in every case measured), {@code
 * ai.djl.offline} (true here: a missing native library is an error, not a download). A library
 * other than the bundled one is named by the environment variables {@code PYTORCH_LIBRARY_PATH},
 * {@code PYTORCH_VERSION} and {@code PYTORCH_FLAVOR}.
 */
public final class Tensors {

  private static final String ENGINE = "PyTorch";

  static {
    preset("ai.djl.offline", "true");
    preset("ai.djl.pytorch.num_threads", "1");
    preset("ai.djl.pytorch.num_interop_threads", "1");
    // DJL would otherwise ask a cloud's metadata service where it runs.
    preset("OPT_OUT_TRACKING", "true");
  }

  private Tensors() {}

  private static void preset(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /**
   * A new manager on the CPU; whoever asks closes it.
   *
   * @throws IllegalStateException if the engine cannot be loaded on this platform
   */
  public static NDManager manager() {
    return manager(Device.cpu());
  }

  /**
   * A new manager on a device; whoever asks closes it.
   *
   * @throws IllegalStateException if the engine cannot be loaded on this platform
   */
  public static NDManager manager(Device device) {
    return engine().newBaseManager(device);
  }

  /**
   * The device of a name: {@code cpu}, or {@code gpu} and the address that was assigned, such as
   * {@code gpu0}.
   *
   * @throws IllegalArgumentException if the name is another one, or there is no such GPU
   */
  public static Device device(String name) {
    if (name.equals("cpu")) {
      return Device.cpu();
    }
    if (!name.matches("gpu\\d{1,4}")) {
      throw new IllegalArgumentException("device must be cpu or gpu0, gpu1, ..., found " + name);
    }
    int address = Integer.parseInt(name.substring(3));
    int count = engine().getGpuCount();
    if (address >= count) {
      throw new IllegalArgumentException(
          "device "
              + name
              + " was asked for, but libtorch sees "
              + count
              + " GPUs; use cpu, or bring a libtorch with CUDA as docs/latent-ode.md says");
    }
    return Device.gpu(address);
  }

  private static Engine engine() {
    try {
      return Engine.getEngine(ENGINE);
    } catch (EngineException | UnsatisfiedLinkError e) {
      throw new IllegalStateException(
          "libtorch cannot be loaded on "
              + System.getProperty("os.name")
              + " "
              + System.getProperty("os.arch")
              + "; the bundled one is for Linux x86_64, another is named by PYTORCH_LIBRARY_PATH,"
              + " PYTORCH_VERSION and PYTORCH_FLAVOR: "
              + e.getMessage(),
          e);
    }
  }

  /**
   * An array that owns its memory, in the type asked for. An array made straight from Java values
   * shares a buffer with the JVM, which must not happen to anything that a gradient needs later.
   *
   * @return an array of the manager's
   */
  public static NDArray array(NDManager manager, double[] values, Shape shape, DataType type) {
    try (NDArray shared = manager.create(values, shape);
        NDArray typed = shared.toType(type, true)) {
      return typed.duplicate();
    }
  }

  /** A scalar that owns its memory. */
  public static NDArray scalar(NDManager manager, double value, DataType type) {
    return array(manager, new double[] {value}, new Shape(), type);
  }

  /** The values of an array of either floating-point type. */
  public static double[] values(NDArray array) {
    if (array.getDataType() == DataType.FLOAT64) {
      return array.toDoubleArray();
    }
    try (NDArray wide = array.toType(DataType.FLOAT64, true)) {
      return wide.toDoubleArray();
    }
  }
}
