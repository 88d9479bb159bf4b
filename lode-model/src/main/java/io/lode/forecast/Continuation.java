package io.lode.forecast;

/**
 * One way in which a run might go on, of a model that decides the learning rate itself.
 *
 * @param loss transformed training loss, (time); the transformed objective where the run logged no
 *     training loss
 * @param logLearningRate (time)
 * @param objective transformed, (time)
 */
public record Continuation(double[] loss, double[] logLearningRate, double[] objective) {}
