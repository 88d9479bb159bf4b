package io.lode.jobs.group;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lode.artifact.ArtifactException;
import io.lode.artifact.SealedJson;
import io.lode.jobs.Notices;
import io.lode.jobs.store.artifacts.Finding;
import io.lode.jobs.store.files.SetAside;
import io.lode.jobs.store.files.StoreFiles;
import io.lode.trajectory.GroupKey;
import java.io.IOException;
import java.util.Optional;

/**
 * What was decided last on a run in flight.
 *
 * <p>It is written before a plan is published and again after, so that a pass that was cut off
 * between the two is seen to have published and does not publish a second plan for the same rows.
 *
 * @param step last logged step that was known
 * @param versionBefore newest plan of the run before the decision, 0 for none
 * @param done whether the decision was carried out
 */
public record ReplanState(double step, int versionBefore, boolean done) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Says of which run a state is; states of earlier builds do not. */
  private static final String OF = "of";

  private static String path(GroupKey group, String run) {
    return "state/" + group.path() + "/run=" + GroupKey.encode(run) + "/replan.json";
  }

  /** The last state of a run; empty before its first. One that is damaged is set aside. */
  static Optional<ReplanState> read(StoreFiles files, GroupKey group, String run) {
    try {
      return readWhole(files, path(group, run));
    } catch (ArtifactException e) {
      String aside = SetAside.file(files, path(group, run));
      Notices.tell("mended: " + e.getMessage() + "; it is set aside as " + aside);
      return Optional.empty();
    }
  }

  private static Optional<ReplanState> readWhole(StoreFiles files, String path) {
    return files
        .read(path)
        .map(
            bytes -> {
              try {
                JsonNode json = JSON.readTree(SealedJson.open(bytes, path));
                if (json instanceof ObjectNode state) {
                  requireOf(state.remove(OF), path);
                  return JSON.treeToValue(state, ReplanState.class);
                }
              } catch (IOException e) {
                throw new ArtifactException(
                    path + " is not the state of a run: it may be damaged", e);
              }
              throw new ArtifactException(path + " is not the state of a run: it holds nothing");
            });
  }

  private static void requireOf(JsonNode of, String path) {
    if (of != null && !of.asText().equals(path)) {
      throw new ArtifactException(path + " is not the state of this run: it is " + of.asText());
    }
  }

  /** Looks at the state of a run, if there is one. */
  public static Optional<Finding> check(
      StoreFiles files, GroupKey group, String run, Finding.Repair repair) {
    String path = path(group, run);
    try {
      readWhole(files, path);
      return Optional.empty();
    } catch (ArtifactException e) {
      return Optional.of(
          repair == Finding.Repair.MEND
              ? new Finding(
                  path,
                  e.getMessage(),
                  "it is set aside as " + SetAside.file(files, path),
                  Finding.State.MENDED)
              : new Finding(
                  path,
                  e.getMessage(),
                  "lode check --repair sets it aside",
                  Finding.State.DAMAGED));
    }
  }

  void write(StoreFiles files, GroupKey group, String run) {
    String path = path(group, run);
    ObjectNode json = JSON.valueToTree(this);
    files.replace(path, SealedJson.seal(json.put(OF, path).toString()));
  }
}
