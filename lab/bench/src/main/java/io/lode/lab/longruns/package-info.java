/**
 * How well long runs are forecast from short ones and chosen among, and how trainings go on, on
 * real curves; with the predictors and choices of others.
 *
 * <p>May import: every room.
 */
package io.lode.lab.longruns;
