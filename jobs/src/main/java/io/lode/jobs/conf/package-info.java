/**
 * The only reader of {@code conf/}: the settings of {@code lode.conf} as typed records; source
 * files, which say how one kind of log maps to observations; and trial files, which say what to
 * train.
 *
 * <p>A key that nobody knows is an error that names the nearest known one. The files of {@code
 * conf/} travel inside the jar; {@code lode.conf} there holds every default, so that no default is
 * declared in code.
 *
 * <p>Imports {@code io.lode.jobs} (exceptions), {@code io.lode.trajectory}, {@code
 * io.lode.schedule}.
 */
package io.lode.jobs.conf;
