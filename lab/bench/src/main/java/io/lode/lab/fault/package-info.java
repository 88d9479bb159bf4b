/**
 * Injected faults: killed processes and failing file systems, and what a store holds afterwards.
 *
 * <p>May import: every room.
 */
package io.lode.lab.fault;
