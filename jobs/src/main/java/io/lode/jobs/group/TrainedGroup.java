package io.lode.jobs.group;

import io.lode.artifact.EnsembleCard;
import java.io.Serializable;
import java.util.List;
import java.util.TreeMap;

/**
 * What training one group came to.
 *
 * @param ensemble id of the ensemble
 * @param runs runs of the group
 * @param members size of the ensemble
 * @param seconds of the fit, 0 where the ensemble was there already
 * @param forecaster the kind that searches and what-if listen to
 * @param mae held-out error of that kind, NaN where not measured
 * @param r2 likewise
 * @param sigmaCv likewise
 * @param verdict whether forecasts are worth more than a look at the runs
 * @param bands how well the bands of forecasts hold; null where not measured
 * @param learning number of runs by how they learned
 * @param hyperparameters what those that vary beside the rate do, in words; empty where none does
 * @param lengths of the runs, in words; null where they have one length or nothing was fitted
 * @param fitted whether it was fitted now
 */
public record TrainedGroup(
    String ensemble,
    int runs,
    int members,
    double seconds,
    String forecaster,
    double mae,
    double r2,
    double sigmaCv,
    Verdict verdict,
    Bands bands,
    TreeMap<String, Integer> learning,
    String hyperparameters,
    String lengths,
    boolean fitted)
    implements Serializable {

  /** A verdict, serializable. */
  public record Verdict(String kind, String words) implements Serializable {

    private static final Verdict UNKNOWN =
        new Verdict("not-measured", "the ensemble is of an earlier build, which gave no verdict");

    private static Verdict of(EnsembleCard card) {
      return card.verdict() == null
          ? UNKNOWN
          : new Verdict(card.verdict().kind(), card.verdict().words());
    }
  }

  /**
   * How well the bands of forecasts hold, serializable.
   *
   * @param withinOne part of held-out observations within the band that is to hold 68%
   * @param withinTail the same within the band that is to hold 95%
   * @param runs that were held out
   */
  public record Bands(double withinOne, double withinTail, int runs) implements Serializable {

    private static Bands of(EnsembleCard card) {
      return card.bands() == null
          ? null
          : new Bands(card.bands().withinOne(), card.bands().withinTail(), card.bands().runs());
    }
  }

  /** A group whose ensemble was fitted now. */
  public static TrainedGroup newlyFitted(EnsembleCard card) {
    return of(card, true);
  }

  /** A group whose ensemble was there already; the fit took no time. */
  public static TrainedGroup unchanged(EnsembleCard card) {
    return of(card, false);
  }

  private static TrainedGroup of(EnsembleCard card, boolean fitted) {
    List<EnsembleCard.HeldOut> chosen =
        card.heldOut().stream()
            .filter(error -> error.forecaster().equals(card.forecaster()))
            .toList();
    boolean measured = !chosen.isEmpty();
    return new TrainedGroup(
        card.id(),
        card.runs().size(),
        card.members(),
        fitted ? card.seconds() : 0,
        card.forecaster(),
        measured ? chosen.get(0).mae() : Double.NaN,
        measured ? chosen.get(0).r2() : Double.NaN,
        measured ? chosen.get(0).sigmaCv() : Double.NaN,
        Verdict.of(card),
        Bands.of(card),
        new TreeMap<>(card.learning()),
        card.settings().getOrDefault(GroupTraining.HYPERPARAMETERS, ""),
        null,
        fitted);
  }

  /** The same, with what is said of the lengths of the runs. */
  public TrainedGroup telling(String newLengths) {
    return new TrainedGroup(
        ensemble,
        runs,
        members,
        seconds,
        forecaster,
        mae,
        r2,
        sigmaCv,
        verdict,
        bands,
        learning,
        hyperparameters,
        newLengths,
        fitted);
  }
}
