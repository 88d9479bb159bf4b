/**
 * The shared store: tables of observations and trajectories, ensembles, schedules and the search's
 * state, all below one URI.
 *
 * <p>Start at {@link io.lode.jobs.store.Store}. What other rooms use:
 *
 * <ul>
 *   <li>{@link io.lode.jobs.store.Store#trajectories()}: the runs of every group at one snapshot.
 *       {@link io.lode.jobs.store.tables.TrajectorySnapshot#groups()} lists groups with a
 *       fingerprint that changes exactly when their runs do; {@link
 *       io.lode.jobs.store.tables.TrajectorySnapshot#sweeps(java.util.List)} is a distributed
 *       collection with one {@code Sweep} an element, one group a task; nothing is collected on the
 *       driver.
 *   <li>{@link io.lode.jobs.store.Store#artifacts()}: schedules, ensembles and state as bytes by
 *       name. It is serializable, so that tasks on executors publish what they computed.
 * </ul>
 *
 * <p>Layout below the store: {@code observations}, {@code trajectories} and {@code rejected_rows}
 * (Iceberg tables), {@code deliveries/} (what each delivery of logs came to), {@code
 * ensembles/GROUP/ID/}, {@code schedules/GROUP/horizon=H/}, {@code state/GROUP/horizon=H/}; and of
 * runs in flight {@code runs/GROUP/run=R/}, {@code schedules/GROUP/run=R/horizon=H/} and {@code
 * state/GROUP/run=R/}.
 *
 * <p>Published files are never changed, and never seen in part: they are written under a temporary
 * name (starting with a dot, ignored by every reader) and renamed, or put under a condition. The
 * store must therefore lie on a file system whose rename is atomic, such as a local one, NFS or
 * HDFS, or on an object store with conditional writes, such as S3; any other is refused.
 *
 * <p>May import: trajectory, artifact, jobs, jobs.store.files, jobs.store.tables,
 * jobs.store.artifacts.
 */
package io.lode.jobs.store;
