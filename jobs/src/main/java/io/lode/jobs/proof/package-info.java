/**
 * Real training: sweeps of a training program over settings and seeds, one trial a Spark task, and
 * head-to-heads of LODE against what people use instead.
 *
 * <p>May import conf, store and lode-model.
 */
package io.lode.jobs.proof;
