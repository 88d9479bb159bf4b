package io.lode.jobs.store.artifacts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lode.jobs.GroupFilter;
import io.lode.jobs.store.files.VersionedFolder;
import io.lode.trajectory.GroupKey;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Deletes old versions of schedules, of plans of runs, and of search states.
 *
 * <p>The latest version stays, and so does every version that a run in flight follows or followed.
 * If the log of a run in flight cannot be read, nothing of its group is deleted. The newest version
 * stays, so that no version number is used twice.
 *
 * @param artifacts of the store
 * @param newest how many of the newest versions of a folder stay, at least 1
 * @param before versions made at this instant or later stay, whatever their number
 */
public record Retention(Artifacts artifacts, int newest, Instant before) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RUNNING = "running";

  /**
   * What became of a folder.
   *
   * @param folder relative to the store
   * @param removed versions that are gone now, ascending
   * @param kept versions that are left, ascending
   */
  public record Retained(String folder, List<Integer> removed, List<Integer> kept) {}

  /**
   * Applies it to the groups that a filter admits; one entry for each folder that lost versions.
   */
  public List<Retained> run(GroupFilter filter) {
    List<Retained> changed = new ArrayList<>();
    for (GroupKey group : artifacts.groupsWithSchedules()) {
      if (filter.test(group)) {
        followed(group).ifPresent(paths -> changed.addAll(run(group, paths)));
      }
    }
    return changed;
  }

  private List<Retained> run(GroupKey group, Set<String> followed) {
    List<Retained> changed = new ArrayList<>();
    for (VersionedFolder folder : artifacts.versionedFolders(group)) {
      List<Integer> versions = folder.versions();
      if (versions.size() <= newest) {
        continue;
      }
      Optional<Integer> latest = folder.latestVersion();
      List<Integer> removed = new ArrayList<>();
      for (int version : versions.subList(0, versions.size() - newest)) {
        boolean inUse =
            latest.isEmpty()
                || latest.get() == version
                || followed.contains(folder.path(version))
                || isYoung(folder, version);
        if (!inUse) {
          folder.files().delete(folder.path(version));
          removed.add(version);
        }
      }
      if (!removed.isEmpty()) {
        changed.add(new Retained(folder.folder(), removed, folder.versions()));
      }
    }
    return changed;
  }

  /** What says no date, such as a state, counts as old. */
  private boolean isYoung(VersionedFolder folder, int version) {
    Optional<byte[]> content = folder.read(version);
    if (content.isEmpty()) {
      return false;
    }
    try {
      JsonNode created = JSON.readTree(content.get()).at("/provenance/created");
      return created.isTextual() && !Instant.parse(created.textValue()).isBefore(before);
    } catch (IOException | DateTimeException e) {
      // Damaged: whoever looks into that needs the file.
      return true;
    }
  }

  /** Paths that the group's runs in flight follow or followed; empty where one cannot be read. */
  private Optional<Set<String>> followed(GroupKey group) {
    Set<String> paths = new TreeSet<>();
    RunLogs logs = new RunLogs(artifacts.files());
    for (String run : logs.runs(group)) {
      Optional<byte[]> description = logs.description(group, run);
      if (description.isPresent()) {
        try {
          JsonNode json = JSON.readTree(description.get());
          if (RUNNING.equals(json.path("status").asText())) {
            paths.add(json.at("/schedule/path").asText());
            json.path("followed").forEach(one -> paths.add(one.path("path").asText()));
          }
        } catch (IOException e) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(paths);
  }
}
