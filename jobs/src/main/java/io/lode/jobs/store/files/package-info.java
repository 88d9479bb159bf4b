/**
 * Files of the store, written whole or not at all: on a local file system, HDFS or an object store;
 * locks; folders of versions with a {@code latest.json}.
 *
 * <p>Published files are never changed, and never seen in part: they are written under a temporary
 * name (starting with a dot, ignored by every reader) and renamed, or put under a condition.
 *
 * <p>May import: artifact, jobs.
 */
package io.lode.jobs.store.files;
