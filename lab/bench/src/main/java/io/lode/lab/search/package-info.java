/**
 * Searches to compare with the one that the product uses.
 *
 * <p>May import: every room.
 */
package io.lode.lab.search;
