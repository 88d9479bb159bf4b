package io.lode.trajectory;

/**
 * Whether one run learned, and what says so.
 *
 * <p>A run teaches if forecasters are fitted to it: it learns, or it learned before it diverged. Of
 * a run that diverged only what came before is kept.
 *
 * @param run its name
 * @param status how it is judged
 * @param progress how far it got at its best, as a part of the way from the level where training
 *     starts to the best level of the sweep, both in the transformed objective; NaN where it logged
 *     no finite objective
 * @param teaches whether forecasters are fitted to the run
 * @param reason for the status, one clause without a full stop
 */
public record RunLearning(
    String run, LearningStatus status, double progress, boolean teaches, String reason) {}
