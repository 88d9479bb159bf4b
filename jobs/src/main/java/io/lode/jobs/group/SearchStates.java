package io.lode.jobs.group;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lode.artifact.ArtifactException;
import io.lode.jobs.store.artifacts.Finding;
import io.lode.jobs.store.artifacts.SoundVersions;
import io.lode.jobs.store.files.VersionedFolder;
import io.lode.search.SearchState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * What a group's search remembers, in the store.
 *
 * @param folder the versions
 */
public record SearchStates(VersionedFolder folder) {

  /** A state of another version may say more than this one knows. */
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /**
   * The last state; empty before the first search. Where the latest is damaged it is the newest one
   * that can be read.
   */
  Optional<SearchState> last() {
    return new SoundVersions<>(folder, new States()).latest();
  }

  /** Reads states, which do not say which version they are. */
  private static final class States implements SoundVersions.Reader<SearchState> {

    @Override
    public SearchState read(byte[] bytes, String path) {
      SearchState state;
      try {
        state = JSON.readValue(bytes, SearchState.class);
      } catch (IOException e) {
        throw new ArtifactException(path + " is not a search state: it may be damaged", e);
      }
      if (state == null) {
        throw new ArtifactException(path + " is not a search state: it holds nothing");
      }
      return state;
    }

    @Override
    public OptionalInt number(SearchState value) {
      return OptionalInt.empty();
    }
  }

  /** Looks at every version. */
  public List<Finding> check(Finding.Repair repair) {
    return new SoundVersions<>(folder, new States()).check(repair);
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
