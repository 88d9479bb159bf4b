package io.lode.jobs.pipeline.upkeep;

import io.lode.jobs.conf.settings.CompactSettings;
import io.lode.jobs.pipeline.JobContext;
import io.lode.jobs.store.artifacts.Retention;
import io.lode.jobs.store.artifacts.Retention.Retained;
import io.lode.jobs.store.files.Leftovers;
import java.time.Instant;
import java.util.List;

/**
 * Compacts a store's tables, and lets old versions of its schedules go.
 *
 * @param context of the use case
 */
public record Compact(JobContext context) {

  /**
   * What became of a store.
   *
   * @param tables one entry a table that exists
   * @param schedules one entry a folder that lost versions
   * @param leftovers files and folders that killed processes had half written, deleted now
   */
  public record Compacted(
      List<Compaction.Compacted> tables, List<Retained> schedules, int leftovers) {}

  /** Compacts, by the settings {@code compact}. */
  public Compacted run() {
    CompactSettings settings = CompactSettings.of(context.settings());
    List<Compaction.Compacted> tables =
        new Compaction(context.spark(), context.store(), context.progress())
            .run(settings.retention(), settings.orphanAge());
    List<Retained> schedules =
        new Retention(
                context.store().artifacts(),
                settings.scheduleVersions(),
                Instant.now().minus(settings.retention()))
            .run(context.groups());
    int leftovers =
        new Leftovers(context.store().root(), context.hadoop())
            .deleteBefore(Instant.now().minus(settings.orphanAge()));
    return new Compacted(tables, schedules, leftovers);
  }
}
