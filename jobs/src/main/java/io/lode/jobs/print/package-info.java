/**
 * What commands print: tables of text, the names of a group, the diagnosis of a sweep, the settings
 * of a schedule.
 *
 * <p>May import: trajectory, search.evidence, artifact, jobs, prior.
 */
package io.lode.jobs.print;
