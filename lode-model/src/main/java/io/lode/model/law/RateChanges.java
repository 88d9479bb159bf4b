package io.lode.model.law;

import io.lode.schedule.Schedule;
import java.util.Arrays;

/**
 * A schedule as a Multi-Power Law sees it: the steps at which its rate changes, and the area under
 * it up to each of them and up to each wanted step. In the law's units; areas count from the end of
 * the head.
 *
 * <p>The first change is the rise from 0 to the head's rate at step 0, as in the published fits,
 * where the warm-up counts.
 *
 * @param change by how much the rate falls, negative where it rises, (change)
 * @param logRate logarithm of the rate after the change, (change)
 * @param areaBefore area before the change; that of step 0 is {@code -headArea}, (change)
 * @param area area up to each wanted step, (time)
 * @param headArea area of the head
 */
record RateChanges(
    double[] change, double[] logRate, double[] areaBefore, double[] area, double headArea) {

  /** Steps of a schedule between wanted steps are no longer than this part of the last one. */
  private static final double LONGEST_INTERVAL = 1.0 / 120;

  /** Stands in for a rate of 0, whose negative power is infinite. */
  private static final double SMALLEST_RATE = 1e-6;

  /**
   * Wanted steps lie at least this part of the head after step 0, where a power law is infinite.
   */
  private static final double SMALLEST_PART_OF_HEAD = 0.01;

  /** Changes of the relative rate up to this are rounding errors and count as none. */
  private static final double SMALLEST_CHANGE = 1e-9;

  /**
   * Cuts a schedule into intervals of constant rate, each at its mean, that end at the wanted
   * steps.
   *
   * @param wantedSteps increasing, not negative, at least one, (time)
   * @throws IllegalArgumentException if the steps do not increase or are negative
   */
  static RateChanges of(LawUnits units, Schedule schedule, double[] wantedSteps) {
    double head = units.headSteps();
    double headRate = rate(units, schedule.learningRate(head));
    double headArea = headRate * head / units.referenceSteps();
    double longest = LONGEST_INTERVAL * Math.max(head, wantedSteps[wantedSteps.length - 1]);
    Builder builder = new Builder(headRate, headArea);
    double[] area = new double[wantedSteps.length];
    double at = head;
    for (int t = 0; t < area.length; t++) {
      double wanted = wantedSteps[t];
      if (!(wanted >= 0) || (t > 0 && !(wanted > wantedSteps[t - 1]))) {
        throw new IllegalArgumentException(
            "steps must increase from at least 0, found " + wanted + " at index " + t);
      }
      if (wanted <= head) {
        area[t] = headArea * (Math.max(SMALLEST_PART_OF_HEAD, wanted / head) - 1);
        continue;
      }
      int pieces = (int) Math.ceil((wanted - at) / longest - 1e-9);
      double width = (wanted - at) / pieces;
      for (int piece = 0; piece < pieces; piece++) {
        double from = at + piece * width;
        builder.hold(
            rate(units, schedule.meanLearningRate(from, from + width)),
            width / units.referenceSteps());
      }
      at = wanted;
      area[t] = builder.area;
    }
    return builder.build(area, headArea);
  }

  private static double rate(LawUnits units, double learningRate) {
    return Math.max(SMALLEST_RATE, learningRate / units.referenceLearningRate());
  }

  private static final class Builder {
    private double[] change = new double[64];
    private double[] logRate = new double[64];
    private double[] areaBefore = new double[64];
    private int count;
    private double rate;
    private double area;

    Builder(double headRate, double headArea) {
      add(headRate, -headArea);
    }

    void hold(double nextRate, double length) {
      if (Math.abs(nextRate - rate) > SMALLEST_CHANGE) {
        add(nextRate, area);
      }
      area += rate * length;
    }

    private void add(double nextRate, double before) {
      if (count == change.length) {
        change = Arrays.copyOf(change, 2 * count);
        logRate = Arrays.copyOf(logRate, 2 * count);
        areaBefore = Arrays.copyOf(areaBefore, 2 * count);
      }
      change[count] = rate - nextRate;
      logRate[count] = Math.log(nextRate);
      areaBefore[count] = before;
      rate = nextRate;
      count++;
    }

    RateChanges build(double[] wantedArea, double headArea) {
      return new RateChanges(
          Arrays.copyOf(change, count),
          Arrays.copyOf(logRate, count),
          Arrays.copyOf(areaBefore, count),
          wantedArea,
          headArea);
    }
  }
}
