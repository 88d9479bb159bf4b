package io.lode.model.modal;

import io.lode.schedule.Schedule;

/**
 * A schedule cut into intervals of constant rate, with the steps at which the loss is wanted.
 *
 * @param learningRate mean rate of each interval, (interval)
 * @param steps length of each interval in optimiser steps, (interval)
 * @param wanted number of intervals done when each wanted step is reached, (time)
 */
public record ModalPath(double[] learningRate, double[] steps, int[] wanted) {

  /**
   * Cuts a schedule so that every wanted step ends an interval.
   *
   * @param wantedSteps increasing, not negative, at least one, (time)
   * @param longestInterval in steps
   * @throws IllegalArgumentException if the steps do not increase
   */
  public static ModalPath of(Schedule schedule, double[] wantedSteps, double longestInterval) {
    return from(0, schedule, wantedSteps, longestInterval);
  }

  /**
   * Cuts what a schedule does from a step on, so that every wanted step ends an interval.
   *
   * @param start where the first interval begins, not negative
   * @param wantedSteps increasing, not before the start, at least one, (time)
   * @param longestInterval in steps
   * @throws IllegalArgumentException if the steps do not increase
   */
  public static ModalPath from(
      double start, Schedule schedule, double[] wantedSteps, double longestInterval) {
    int[] wanted = new int[wantedSteps.length];
    int count = 0;
    double at = start;
    for (int t = 0; t < wantedSteps.length; t++) {
      if (!(wantedSteps[t] >= at)) {
        throw new IllegalArgumentException(
            "steps must increase, found " + wantedSteps[t] + " after " + at + " at index " + t);
      }
      count += pieces(at, wantedSteps[t], longestInterval);
      wanted[t] = count;
      at = wantedSteps[t];
    }
    double[] rate = new double[count];
    double[] steps = new double[count];
    at = start;
    int next = 0;
    for (double wantedStep : wantedSteps) {
      int pieces = pieces(at, wantedStep, longestInterval);
      double width = (wantedStep - at) / Math.max(1, pieces);
      for (int piece = 0; piece < pieces; piece++) {
        double from = at + piece * width;
        rate[next] = schedule.meanLearningRate(from, from + width);
        steps[next] = width;
        next++;
      }
      at = wantedStep;
    }
    return new ModalPath(rate, steps, wanted);
  }

  private static int pieces(double from, double to, double longest) {
    return to > from ? (int) Math.ceil((to - from) / longest - 1e-9) : 0;
  }
}
