package io.lode.jobs.store.artifacts;

import io.lode.jobs.store.files.StoreFiles;
import io.lode.trajectory.GroupKey;
import java.util.ArrayList;
import java.util.List;

/** Reads groups back from the folders that {@link GroupKey#path()} names. */
final class GroupFolders {

  private GroupFolders() {}

  /** The groups that have a folder below another, sorted. */
  static List<GroupKey> below(StoreFiles files, String folder) {
    List<GroupKey> groups = new ArrayList<>();
    for (String model : files.list(folder)) {
      for (String dataset : files.list(folder + "/" + model)) {
        for (String optimizer : files.list(folder + "/" + model + "/" + dataset)) {
          GroupKey.parsePath(model + "/" + dataset + "/" + optimizer).ifPresent(groups::add);
        }
      }
    }
    groups.sort(null);
    return groups;
  }
}
