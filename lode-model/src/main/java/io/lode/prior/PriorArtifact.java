package io.lode.prior;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lode.artifact.ArtifactException;
import io.lode.artifact.Digests;
import io.lode.artifact.SealedJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A prior as it is published: what it is, and where it comes from.
 *
 * @param format {@link #FORMAT}
 * @param id of the prior, by what went into it
 * @param version in its store; 0 outside of one
 * @param sources where the groups come from
 * @param created when, as an ISO 8601 instant
 * @param code version of LODE
 * @param prior with the names of the groups that it has seen
 */
public record PriorArtifact(
    String format,
    String id,
    int version,
    List<Source> sources,
    String created,
    String code,
    Prior prior)
    implements Serializable {

  /** The format's name and version. */
  public static final String FORMAT = "lode-prior/1";

  private static final String BUNDLED = "bundled.json";
  private static final int ID_DIGITS = 16;

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  /**
   * Where groups come from.
   *
   * @param from URI of a store, or words for what else it is
   * @param snapshot id of the trajectories' snapshot that was read; empty where there is none
   * @param groups number of groups that taught something
   */
  public record Source(String from, String snapshot, int groups) implements Serializable {}

  /** Copies the list. */
  public PriorArtifact {
    sources = List.copyOf(sources);
  }

  /** A prior that is not published yet; its id follows from the prior and the code. */
  public static PriorArtifact of(Prior prior, List<Source> sources, String created, String code) {
    return new PriorArtifact(FORMAT, id(prior, code), 0, sources, created, code, prior);
  }

  private static String id(Prior prior, String code) {
    try {
      String content = Digests.sha256(JSON.writeValueAsBytes(prior));
      return Digests.sha256((content + code).getBytes(StandardCharsets.UTF_8))
          .substring(0, ID_DIGITS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The prior that comes with LODE. */
  public static PriorArtifact bundled() {
    try (InputStream stream = PriorArtifact.class.getResourceAsStream(BUNDLED)) {
      if (stream == null) {
        throw new IllegalStateException("the jar holds no " + BUNDLED);
      }
      return read(stream.readAllBytes(), BUNDLED);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same as a version of a store. */
  public PriorArtifact withVersion(int number) {
    return new PriorArtifact(format, id, number, sources, created, code, prior);
  }

  /** The file, sealed. */
  public byte[] write() {
    try {
      return SealedJson.seal(JSON.writeValueAsString(this));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads a prior.
   *
   * @param file its name, for messages
   * @throws ArtifactException if the bytes are not a prior of this format
   */
  public static PriorArtifact read(byte[] bytes, String file) {
    PriorArtifact artifact;
    try {
      artifact = JSON.readValue(SealedJson.unchecked(bytes), PriorArtifact.class);
    } catch (IOException e) {
      throw new ArtifactException(file + " is not a prior: it may be damaged", e);
    }
    if (artifact == null || artifact.prior() == null) {
      throw new ArtifactException(file + " is not a prior: it holds none");
    }
    if (!FORMAT.equals(artifact.format())) {
      throw new ArtifactException(
          file + ": format must be " + FORMAT + ", found " + artifact.format());
    }
    String expected = id(artifact.prior(), artifact.code());
    if (!expected.equals(artifact.id())) {
      throw new ArtifactException(
          file
              + ": its content does not match its id; expected "
              + expected
              + ", found "
              + artifact.id());
    }
    SealedJson.open(bytes, file);
    return artifact;
  }
}
