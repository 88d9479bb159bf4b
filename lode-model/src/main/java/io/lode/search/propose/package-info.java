/**
 * What the next sweep should try: explorers, the candidates they choose from, and the trust region
 * that bounds them.
 *
 * <p>May import: trajectory, schedule, forecast, search, search.evidence.
 */
package io.lode.search.propose;
