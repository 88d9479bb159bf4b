/**
 * What may be published, and why.
 *
 * <p>May import: trajectory, schedule, forecast, search, search.evidence.
 */
package io.lode.search.publish;
