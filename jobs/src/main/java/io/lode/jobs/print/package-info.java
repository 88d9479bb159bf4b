/**
 * What commands print: tables of text, the names of a group, the diagnosis of a sweep.
 *
 * <p>May import: trajectory, search.evidence, prior, jobs.
 */
package io.lode.jobs.print;
