/**
 * Spark jobs and the command line, one room each; see the packages below.
 *
 * <p>This package itself holds what every room throws (exceptions that carry the exit status of the
 * command) and the filter that names groups.
 *
 * <p>May import: trajectory.
 */
package io.lode.jobs;
