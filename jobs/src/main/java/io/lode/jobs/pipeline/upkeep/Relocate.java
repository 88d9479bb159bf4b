package io.lode.jobs.pipeline.upkeep;

import io.lode.jobs.pipeline.JobContext;
import io.lode.jobs.store.Relocation;

/**
 * Makes a store whole where it lies now.
 *
 * @param context of the use case, whose store was copied or moved
 */
public record Relocate(JobContext context) {

  /**
   * Relocates the store; nothing happens where it lies where it says.
   *
   * @throws io.lode.jobs.NothingUsableException if there is no store
   * @throws io.lode.jobs.DamagedStoreException if a table cannot be made whole
   */
  public Relocation.Moved run() {
    return new Relocation(context.store(), context.spark().sessionState().newHadoopConf()).run();
  }
}
