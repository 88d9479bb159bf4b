/**
 * The only reader of {@code conf/}. This package holds what the rooms below share: known keys, with
 * the nearest one named in an error, and text templates. The files of {@code conf/} travel inside
 * the jar.
 *
 * <p>May import: jobs.
 */
package io.lode.jobs.conf;
