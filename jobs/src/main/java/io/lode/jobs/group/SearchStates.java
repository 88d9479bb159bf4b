package io.lode.jobs.group;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lode.artifact.ArtifactException;
import io.lode.jobs.store.files.VersionedFolder;
import io.lode.search.SearchState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a group's search remembers, in the store.
 *
 * @param folder the versions
 */
record SearchStates(VersionedFolder folder) {

  /** A state of another version may say more than this one knows. */
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /**
   * The last state, empty before the first search.
   *
   * @throws ArtifactException if it is damaged
   */
  Optional<SearchState> last() {
    return folder
        .latest()
        .map(
            bytes -> {
              try {
                return JSON.readValue(bytes, SearchState.class);
              } catch (IOException e) {
                throw new ArtifactException(
                    folder.folder() + "/latest.json is not a search state: it may be damaged", e);
              }
            });
  }

  /** Saves a state, unless it is the one saved last. */
  void save(SearchState state) {
    byte[] bytes;
    try {
      bytes = (JSON.writeValueAsString(state) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    Predicate<byte[]> same = saved -> Arrays.equals(saved, bytes);
    if (folder.latest().filter(same).isEmpty()) {
      folder.publish(version -> folder.read(version).filter(same).isPresent(), version -> bytes);
    }
  }
}
