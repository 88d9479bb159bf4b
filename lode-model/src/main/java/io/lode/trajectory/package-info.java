/**
 * What a training run looks like: runs, their trajectories, the sweep they belong to and the
 * objective they are judged by.
 *
 * <p>Records here may hold arrays: a record owns the arrays it is given, and nobody changes an
 * array after handing it over or after reading it.
 *
 * <p>May import: statistics, schedule.
 */
package io.lode.trajectory;
