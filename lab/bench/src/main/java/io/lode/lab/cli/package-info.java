/**
 * The lab's command line, {@code submit-scripts/lode-lab}.
 *
 * <p>May import: every room.
 */
package io.lode.lab.cli;
