package io.lode.artifact;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

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

  /** Reads a card without weights as one with none. */
  public EnsembleCard {
    weights = weights == null ? Map.of() : Map.copyOf(weights);
  }

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
