/**
 * Spark jobs and the command line, one room each; see the packages below.
 *
 * <p>This package itself holds only what every room throws: exceptions that carry the exit status
 * of the command. It imports nothing of ours.
 */
package io.lode.jobs;
