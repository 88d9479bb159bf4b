package io.lode.jobs.store.artifacts;

import io.lode.jobs.Notices;
import io.lode.jobs.store.files.SetAside;
import io.lode.jobs.store.files.StoreFiles;
import io.lode.trajectory.GroupKey;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads groups back from the folders that {@link GroupKey#path()} names. Folders of other names are
 * left alone, and told of.
 */
final class GroupFolders {

  private GroupFolders() {}

  /** The groups that have a folder below another, sorted. */
  static List<GroupKey> below(StoreFiles files, String folder) {
    List<GroupKey> groups = new ArrayList<>();
    for (String model : named(files, folder, "model=")) {
      for (String dataset : named(files, folder + "/" + model, "dataset=")) {
        String above = folder + "/" + model + "/" + dataset;
        for (String optimizer : named(files, above, "optimizer=")) {
          String path = model + "/" + dataset + "/" + optimizer;
          GroupKey.parsePath(path)
              .ifPresentOrElse(groups::add, () -> tellStrange(folder + "/" + path));
        }
      }
    }
    groups.sort(null);
    return groups;
  }

  private static List<String> named(StoreFiles files, String folder, String start) {
    List<String> names = new ArrayList<>();
    for (String name : files.list(folder)) {
      if (name.startsWith(start)) {
        names.add(name);
      } else {
        tellStrange(folder + "/" + name);
      }
    }
    return names;
  }

  /** Tells of a file or folder that is none of LODE's. */
  static void tellStrange(String path) {
    if (!SetAside.isAside(path) && !path.startsWith(WatchCheckpoints.FOLDER)) {
      Notices.tell(path + " is none of LODE's files, it is left alone");
    }
  }
}
