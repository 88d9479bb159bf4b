package io.lode.jobs.trial;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What says that a trial is finished: {@code trial.json} in its folder.
 *
 * @param trial its name
 * @param settings as in {@link Trial}
 * @param seed as in {@link Trial}
 * @param command digest of what ran
 * @param attempts that it took
 * @param seconds that the last one took
 * @param device that it had
 */
public record TrialRecord(
    String trial,
    Map<String, String> settings,
    long seed,
    String command,
    int attempts,
    double seconds,
    String device)
    implements Serializable {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final String FILE = "trial.json";

  void write(Path folder) throws IOException {
    JSON.writeValue(folder.resolve(FILE).toFile(), this);
  }

  /** The record in a trial's folder; empty where the trial is not finished. */
  static Optional<TrialRecord> read(Path folder) {
    try {
      return Optional.of(
          JSON.readValue(Files.readAllBytes(folder.resolve(FILE)), TrialRecord.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(folder.resolve(FILE) + " cannot be read", e);
    }
  }
}
