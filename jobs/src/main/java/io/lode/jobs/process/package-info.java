/**
 * The process of a command: how signals end it, and what its launcher hands it.
 *
 * <p>May import: jobs.
 */
package io.lode.jobs.process;
