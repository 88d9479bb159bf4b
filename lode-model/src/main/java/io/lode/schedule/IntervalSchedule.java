package io.lode.schedule;

/**
 * A candidate as a search handles it: one log rate for each of equally long intervals.
 *
 * @param logLearningRate (interval)
 * @param horizonStep end of the last interval
 */
public record IntervalSchedule(double[] logLearningRate, double horizonStep) implements Schedule {

  @Override
  public double learningRate(double step) {
    int interval = (int) (logLearningRate.length * step / horizonStep);
    return Math.exp(logLearningRate[Math.min(logLearningRate.length - 1, Math.max(0, interval))]);
  }

  @Override
  public double meanLearningRate(double from, double to) {
    double width = horizonStep / logLearningRate.length;
    int first = (int) Math.floor(from / width + 1e-9);
    int last = (int) Math.ceil(to / width - 1e-9) - 1;
    if (last <= first) {
      return learningRate(0.5 * (from + to));
    }
    double area = 0;
    for (int i = first; i <= last; i++) {
      double covered = Math.min(to, (i + 1) * width) - Math.max(from, i * width);
      area += covered * learningRate((i + 0.5) * width);
    }
    return area / (to - from);
  }
}
