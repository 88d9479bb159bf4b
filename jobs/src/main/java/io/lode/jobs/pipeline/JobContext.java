package io.lode.jobs.pipeline;

import io.lode.jobs.GroupFilter;
import io.lode.jobs.conf.settings.Settings;
import io.lode.jobs.progress.Progress;
import io.lode.jobs.store.Store;
import org.apache.spark.sql.SparkSession;

/**
 * What a job works with.
 *
 * @param spark the session
 * @param store the store named by {@code --store}
 * @param settings the settings in force
 * @param groups the groups named by {@code --group}
 * @param seed the seed of all randomness
 * @param progress takes what long work says of itself; it goes to stderr
 */
public record JobContext(
    SparkSession spark,
    Store store,
    Settings settings,
    GroupFilter groups,
    long seed,
    Progress progress) {}
