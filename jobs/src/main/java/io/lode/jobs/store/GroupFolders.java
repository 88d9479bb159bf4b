package io.lode.jobs.store;

import io.lode.trajectory.GroupKey;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads groups back from the folders that {@link GroupKey#path()} names. */
final class GroupFolders {

  private GroupFolders() {}

  /** The groups that have a folder below another, sorted. */
  static List<GroupKey> below(StoreFiles files, String folder) {
    List<GroupKey> groups = new ArrayList<>();
    for (String model : files.list(folder)) {
      for (String dataset : files.list(folder + "/" + model)) {
        for (String optimizer : files.list(folder + "/" + model + "/" + dataset)) {
          value("model", model)
              .flatMap(
                  m ->
                      value("dataset", dataset)
                          .flatMap(
                              d -> value("optimizer", optimizer).map(o -> new GroupKey(m, d, o))))
              .ifPresent(groups::add);
        }
      }
    }
    groups.sort(null);
    return groups;
  }

  private static Optional<String> value(String field, String folder) {
    String prefix = field + "=";
    return folder.startsWith(prefix) && folder.length() > prefix.length()
        ? Optional.of(URLDecoder.decode(folder.substring(prefix.length()), StandardCharsets.UTF_8))
        : Optional.empty();
  }
}
