package io.lode.jobs.conf.settings;

import io.lode.model.latent.LatentConfig;
import java.io.Serializable;

/**
 * Settings of the papers' latent ODE; conf/lode.conf says what each means.
 *
 * @param fit the library's own settings; its device may be {@link #ASSIGNED}
 */
public record LatentSettings(LatentConfig fit) implements Serializable {

  /** The device that Spark assigned to the task, or the CPU where it assigned none. */
  public static final String ASSIGNED = "assigned";

  /** Reads the section {@code latent}. */
  public static LatentSettings of(Settings settings) {
    return settings.read(
        "latent", config -> new LatentSettings(RecordReader.read(config, LatentConfig.class)));
  }

  /**
   * The library's settings of a fit.
   *
   * @param assigned the device of the task that asks
   */
  public LatentConfig config(long seed, String assigned) {
    return fit.seeded(seed).on(fit.device().equals(ASSIGNED) ? assigned : fit.device());
  }
}
