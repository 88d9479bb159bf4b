package io.lode.jobs.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lode.artifact.ArtifactException;
import io.lode.artifact.SealedJson;
import io.lode.jobs.store.files.StoreFiles;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a store says of itself, in {@code store.json}: a copy says the same, and is known by that
 * for a copy.
 *
 * @param format {@link #FORMAT}
 * @param id of this store and of no other
 * @param location where it lies, a URI
 * @param since when it came to lie there, as an ISO 8601 instant
 * @param earlier what it was before it was moved or copied, the oldest first
 */
public record StoreMarker(
    String format, String id, String location, String since, List<Earlier> earlier) {

  /** The file, relative to the store. */
  public static final String FILE = "store.json";

  /** The format of the file. */
  public static final String FORMAT = "lode-store/1";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** Copies the list. */
  public StoreMarker {
    earlier = earlier == null ? List.of() : List.copyOf(earlier);
  }

  /**
   * A store that this one was moved or copied from.
   *
   * @param id of it
   * @param location where it lay
   */
  public record Earlier(String id, String location) {}

  /** A new store's. */
  static StoreMarker of(String location) {
    return new StoreMarker(
        FORMAT, UUID.randomUUID().toString(), location, Instant.now().toString(), List.of());
  }

  /** The same store's after it was moved or copied: it has an id of its own. */
  StoreMarker movedTo(String newLocation) {
    List<Earlier> all = new ArrayList<>(earlier);
    all.add(new Earlier(id, location));
    return new StoreMarker(
        FORMAT, UUID.randomUUID().toString(), newLocation, Instant.now().toString(), all);
  }

  /**
   * A store's marker; empty where it has none, as stores of earlier builds.
   *
   * @throws ArtifactException if it is damaged
   */
  public static Optional<StoreMarker> read(StoreFiles files) {
    return files.read(FILE).map(StoreMarker::parse);
  }

  private static StoreMarker parse(byte[] bytes) {
    StoreMarker marker;
    try {
      marker = JSON.readValue(SealedJson.open(bytes, FILE), StoreMarker.class);
    } catch (IOException e) {
      throw new ArtifactException(FILE + " is not the marker of a store: it may be damaged", e);
    }
    if (marker == null || !FORMAT.equals(marker.format) || marker.location == null) {
      throw new ArtifactException(
          FILE + " is not the marker of a store: expected format " + FORMAT + " and a location");
    }
    return marker;
  }

  byte[] write() {
    try {
      return SealedJson.seal(JSON.writeValueAsString(this));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
