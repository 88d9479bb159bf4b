package io.lode.model.process;

import io.lode.forecast.Outcomes;
import io.lode.schedule.Schedule;

/**
 * What a schedule has done by a step, as the process on curves sees it.
 *
 * @param logArea log of the area under the rate so far, in full lengths of training
 * @param logRate log of the mean rate so far
 * @param shape log of the rate in force over the mean rate: 0 under a constant rate, negative where
 *     the rate has decayed
 * @param logStep log of the step, in full lengths of training
 */
public record CurvePoint(double logArea, double logRate, double shape, double logStep) {

  /** Largest size of a shape: a rate of 0 has none. */
  private static final double LARGEST_SHAPE = 5;

  /**
   * The points of a schedule.
   *
   * @param steps increasing, positive, (time)
   * @param referenceSteps optimiser steps of a full length of training
   * @param smallestLearningRate stands in for smaller rates, positive
   * @return (time)
   */
  static CurvePoint[] of(
      Schedule schedule, double[] steps, double referenceSteps, double smallestLearningRate) {
    CurvePoint[] points = new CurvePoint[steps.length];
    double longest = referenceSteps / Outcomes.INTERVALS;
    double area = 0;
    double at = 0;
    for (int t = 0; t < steps.length; t++) {
      int pieces = (int) Math.ceil((steps[t] - at) / longest - 1e-9);
      double width = (steps[t] - at) / Math.max(1, pieces);
      for (int piece = 0; piece < pieces; piece++) {
        double from = at + piece * width;
        area += width * schedule.meanLearningRate(from, from + width);
      }
      at = steps[t];
      double mean = Math.log(Math.max(smallestLearningRate, area / at));
      double now =
          Math.log(
              Math.max(
                  smallestLearningRate, schedule.meanLearningRate(Math.max(0, at - longest), at)));
      double logStep = Math.log(at / referenceSteps);
      double shape = Math.max(-LARGEST_SHAPE, Math.min(LARGEST_SHAPE, now - mean));
      points[t] = new CurvePoint(mean + logStep, mean, shape, logStep);
    }
    return points;
  }
}
