package io.lode.jobs.conf.trial;

import java.util.List;

/** What every command of a trial file may name in braces, beside its own settings. */
public final class TrialPlaceholders {

  /** The trial's name, unique in its sweep. */
  public static final String TRIAL = "trial";

  /** The trial's seed. */
  public static final String SEED = "seed";

  /** A folder for what the trial writes, its logs among it. */
  public static final String DIRECTORY = "directory";

  /** {@code cpu}, or {@code gpu} and the address that Spark assigned to the trial. */
  public static final String DEVICE = "device";

  /** All of them. */
  public static final List<String> RESERVED = List.of(TRIAL, SEED, DIRECTORY, DEVICE);

  private TrialPlaceholders() {}
}
