package io.lode.jobs.group;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lode.artifact.ArtifactException;
import io.lode.jobs.store.files.StoreFiles;
import io.lode.trajectory.GroupKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

  private static String path(GroupKey group, String run) {
    return "state/" + group.path() + "/run=" + GroupKey.encode(run) + "/replan.json";
  }

  /**
   * The last state of a run; empty before its first.
   *
   * @throws ArtifactException if it is damaged
   */
  static Optional<ReplanState> read(StoreFiles files, GroupKey group, String run) {
    String path = path(group, run);
    return files
        .read(path)
        .map(
            bytes -> {
              try {
                return JSON.readValue(bytes, ReplanState.class);
              } catch (IOException e) {
                throw new ArtifactException(
                    path + " is not the state of a run: it may be damaged", e);
              }
            });
  }

  void write(StoreFiles files, GroupKey group, String run) {
    try {
      files.replace(
          path(group, run),
          (JSON.writeValueAsString(this) + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
