package io.lode.jobs.group;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lode.artifact.ArtifactException;
import io.lode.artifact.SealedJson;
import io.lode.jobs.store.artifacts.Finding;
import io.lode.jobs.store.artifacts.SoundVersions;
import io.lode.jobs.store.files.VersionedFolder;
import io.lode.search.SearchState;
import java.io.IOException;
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

  private static final String OF = "of";
  private static final String VERSION = "version";

  /** A state of another version may say more than this one knows. */
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /**
   * The last state; empty before the first search. Where the latest is damaged it is the newest one
   * that can be read.
   */
  Optional<SearchState> last() {
    return versions().latest().map(Saved::state);
  }

  /** Looks at every version. */
  public List<Finding> check(Finding.Repair repair) {
    return versions().check(repair);
  }

  /** Saves a state, unless it is the one saved last. */
  void save(SearchState state) {
    ObjectNode json = JSON.valueToTree(state);
    SoundVersions<Saved> versions = versions();
    Predicate<Saved> same = saved -> JSON.valueToTree(saved.state()).equals(json);
    if (versions.latest().filter(same).isEmpty()) {
      folder.publish(
          version -> versions.read(version).filter(same).isPresent(),
          version ->
              SealedJson.seal(json.deepCopy().put(OF, place()).put(VERSION, version).toString()));
    }
  }

  private SoundVersions<Saved> versions() {
    return new SoundVersions<>(folder, new States(place()));
  }

  private String place() {
    return folder.folder();
  }

  /**
   * A state as it was saved.
   *
   * @param version that it says it is; 0 in a state of an earlier build, which does not say
   */
  private record Saved(SearchState state, int version) {}

  /**
   * Reads states, and refuses those of another search.
   *
   * @param place of the search, which states name
   */
  private record States(String place) implements SoundVersions.Reader<Saved> {

    @Override
    public Saved read(byte[] bytes, String path) {
      try {
        JsonNode json = JSON.readTree(SealedJson.open(bytes, path));
        SearchState state = JSON.treeToValue(json, SearchState.class);
        if (state == null) {
          throw new ArtifactException(path + " is not a search state: it holds nothing");
        }
        String of = json.path(OF).asText(place);
        if (!of.equals(place)) {
          throw new ArtifactException(path + " is of " + of);
        }
        return new Saved(state, json.path(VERSION).asInt());
      } catch (IOException e) {
        throw new ArtifactException(path + " is not a search state: it may be damaged", e);
      }
    }

    @Override
    public OptionalInt number(Saved value) {
      return value.version() == 0 ? OptionalInt.empty() : OptionalInt.of(value.version());
    }
  }
}
