package io.lode.search.propose;

import io.lode.forecast.Panel;
import io.lode.schedule.IntervalSchedule;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Turns a panel's opinions into one score for each candidate; smaller is better. */
public final class Scores {

  private Scores() {}

  /**
   * One forecaster's mean plus some of its standard deviations.
   *
   * @param pessimism standard deviations that are added; negative ones favour what is uncertain
   * @return (candidate)
   */
  public static double[] single(Panel.Opinions opinions, int forecaster, double pessimism) {
    double[] mean = opinions.mean()[forecaster];
    double[] deviation = opinions.standardDeviation()[forecaster];
    return IntStream.range(0, mean.length)
        .mapToDouble(i -> mean[i] + pessimism * deviation[i])
        .toArray();
  }

  /** The panel's shared mean and some of its standard deviations. */
  static double[] shared(Panel.Opinions opinions, double pessimism) {
    return IntStream.range(0, opinions.mean()[0].length)
        .mapToDouble(i -> opinions.sharedMean(i) + pessimism * opinions.sharedStandardDeviation(i))
        .toArray();
  }

  /** Index of the smallest score. */
  public static int lowest(double[] scores) {
    return lowest(scores, i -> true);
  }

  /**
   * Index of the smallest score among the candidates that keep apart from all earlier choices;
   * among all candidates where none does.
   *
   * @param part of the radius that choices keep apart
   */
  public static int lowestApart(
      double[] scores,
      List<IntervalSchedule> candidates,
      CandidatePool pool,
      List<Exploration.Choice> chosen,
      double part) {
    int found =
        lowest(
            scores,
            i ->
                chosen.stream()
                    .noneMatch(choice -> pool.close(choice.candidate(), candidates.get(i), part)));
    return found >= 0 ? found : lowest(scores);
  }

  /** Index of the smallest allowed score, -1 where none is. */
  public static int lowest(double[] scores, IntPredicate allowed) {
    int lowest = -1;
    for (int i = 0; i < scores.length; i++) {
      if (allowed.test(i) && (lowest < 0 || scores[i] < scores[lowest])) {
        lowest = i;
      }
    }
    return lowest;
  }
}
