/**
 * The plan of this repository's code: its modules and rooms, read from the sources, as a page.
 *
 * <p>May import: jobs.
 */
package io.lode.lab.house;
