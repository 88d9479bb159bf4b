package io.lode.jobs.conf.settings;

import io.lode.model.latent.LatentConfig;
import io.lode.ode.ButcherTableau;
import java.io.Serializable;

/**
 * Settings of the papers' latent ODE; conf/lode.conf says what each means.
 *
 * @param device {@code cpu}, {@code gpu} and an address, or {@code assigned}
 */
public record LatentSettings(
    int members,
    int steps,
    int batch,
    double peakLearningRate,
    double pathWeight,
    int hidden,
    int latent,
    int width,
    int depth,
    int intervalsPerStep,
    String device)
    implements Serializable {

  /** The device that Spark assigned to the task, or the CPU where it assigned none. */
  public static final String ASSIGNED = "assigned";

  /** Reads the section {@code latent}. */
  public static LatentSettings of(Settings settings) {
    return settings.read(
        "latent",
        config -> {
          LatentSettings read =
              new LatentSettings(
                  config.getInt("members"),
                  config.getInt("steps"),
                  config.getInt("batch"),
                  config.getDouble("peak-learning-rate"),
                  config.getDouble("path-weight"),
                  config.getInt("hidden"),
                  config.getInt("latent"),
                  config.getInt("width"),
                  config.getInt("depth"),
                  config.getInt("intervals-per-step"),
                  config.getString("device"));
          // Its own checks, so that a bad value is named before any work is done.
          read.config(0, "cpu");
          return read;
        });
  }

  /**
   * The library's settings of a fit.
   *
   * @param assigned the device of the task that asks
   */
  public LatentConfig config(long seed, String assigned) {
    return new LatentConfig(
        members,
        steps,
        batch,
        peakLearningRate,
        pathWeight,
        hidden,
        latent,
        width,
        depth,
        ButcherTableau.RK4,
        intervalsPerStep,
        device.equals(ASSIGNED) ? assigned : device,
        seed);
  }
}
