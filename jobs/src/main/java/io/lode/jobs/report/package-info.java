/**
 * Plots of what LODE did.
 *
 * <p>May import conf, store and lode-model.
 */
package io.lode.jobs.report;
