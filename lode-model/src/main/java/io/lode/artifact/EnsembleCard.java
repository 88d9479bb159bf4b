package io.lode.artifact;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an ensemble was fitted to and how well it forecasts.
 *
 * @param format {@link #FORMAT}
 * @param id of the ensemble, by what went into it
 * @param model of the group
 * @param dataset of the group
 * @param optimizer of the group
 * @param fingerprint of the runs it was fitted to
 * @param snapshot id of the trajectories' snapshot that was read
 * @param runs names of the runs it was fitted to
 * @param members size of the ensemble
 * @param forecaster the kind that searches and what-if listen to
 * @param weights shares of the kinds of forecaster in a weighted mean, by name. Earlier builds
 *     wrote shares; nothing ever forecast with them. New cards have none
 * @param heldOut error of every kind on runs it was not fitted to
 * @param verdict whether forecasts are worth more than a look at the runs; null in cards of earlier
 *     builds
 * @param bands how the standard deviations of its forecasts are corrected; null where too few runs
 *     were held out, and in cards of earlier builds
 * @param outcomes how the standard deviations of outcomes that a search expects are corrected; null
 *     where too few runs were held out, and in cards of earlier builds
 * @param learning number of runs by how they learned, such as {@code learns} and {@code diverged};
 *     empty in cards of earlier builds
 * @param settings of the fit
 * @param seed of the fit
 * @param code version of LODE
 * @param created when, as an ISO 8601 instant
 * @param seconds wall clock of the fit
 */
public record EnsembleCard(
    String format,
    String id,
    String model,
    String dataset,
    String optimizer,
    String fingerprint,
    String snapshot,
    List<String> runs,
    int members,
    String forecaster,
    Map<String, Double> weights,
    List<HeldOut> heldOut,
    Verdict verdict,
    Bands bands,
    Outcomes outcomes,
    Map<String, Integer> learning,
    Map<String, String> settings,
    long seed,
    String code,
    String created,
    double seconds) {

  /** The format's name and version. */
  public static final String FORMAT = "lode-ensemble/1";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** Reads a card without weights, or without what learned, as one with none. */
  public EnsembleCard {
    weights = weights == null ? Map.of() : Map.copyOf(weights);
    // In the order of the names: copies of Map have another order in every JVM, and cards would,
    // too.
    learning =
        learning == null ? Map.of() : Collections.unmodifiableSortedMap(new TreeMap<>(learning));
  }

  /**
   * Whether the ends of held-out runs were forecast better than by repeating the nearest run.
   *
   * @param kind {@code better}, {@code no-better}, {@code not-measured} or {@code nothing-learns}
   * @param words the same for people, one sentence without a full stop
   */
  public record Verdict(String kind, String words) {}

  /**
   * A forecast's standard deviation s, in the transformed objective, is corrected to {@code factor
   * * sqrt(s^2 + floor^2)}.
   *
   * @param factor over 0
   * @param floor at least 0
   * @param tail half the width of a band that holds 95%, in corrected standard deviations
   * @param runs held-out runs that this rests on
   * @param withinOne part of held-out observations within one corrected standard deviation, each
   *     run corrected by the others alone
   * @param withinTail the same within the band that is to hold 95%
   */
  public record Bands(
      double factor, double floor, double tail, int runs, double withinOne, double withinTail) {}

  /**
   * A search's standard deviation of an outcome is multiplied by {@code factor}.
   *
   * @param factor over 0
   * @param tail half the width of a band that holds 95%, in corrected standard deviations
   * @param runs held-out runs that this rests on
   */
  public record Outcomes(double factor, double tail, int runs) {}

  /** Held-out error of one kind of forecaster, as {@code lode train} reports it. */
  public record HeldOut(String forecaster, double mae, double r2, double sigmaCv, int runs) {}

  /** The card's file. */
  public byte[] write() {
    try {
      return (JSON.writeValueAsString(this) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads a card.
   *
   * @param file its name, for messages
   * @throws ArtifactException if the bytes are not a card of this format
   */
  public static EnsembleCard read(byte[] bytes, String file) {
    EnsembleCard card;
    try {
      card = JSON.readValue(bytes, EnsembleCard.class);
    } catch (IOException e) {
      throw new ArtifactException(file + " is not an ensemble card: it may be damaged", e);
    }
    if (!FORMAT.equals(card.format())) {
      throw new ArtifactException(file + ": format must be " + FORMAT + ", found " + card.format());
    }
    return card;
  }
}
