package io.lode.jobs.store;

import io.lode.forecast.Horizon;
import io.lode.trajectory.GroupKey;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What jobs publish: schedules, ensembles and the search's state, as bytes by name.
 *
 * <p>Serializable, so that tasks on executors publish what they computed.
 *
 * @param files the store's files
 */
public record Artifacts(StoreFiles files) implements Serializable {

  private static final String SCHEDULES = "schedules";
  private static final String ENSEMBLES = "ensembles";
  private static final String STATE = "state";
  private static final String HORIZON = "horizon=";

  /** The schedules of a group for a horizon. */
  public VersionedFolder schedules(GroupKey group, Horizon horizon) {
    return versioned(SCHEDULES, group.path(), horizon);
  }

  /** The plans of one run in flight for a horizon, which it follows rather than its group's. */
  public VersionedFolder plans(GroupKey group, String run, Horizon horizon) {
    return versioned(SCHEDULES, group.path() + "/run=" + GroupKey.encode(run), horizon);
  }

  /** What the search of a group for a horizon remembers from night to night. */
  public VersionedFolder state(GroupKey group, Horizon horizon) {
    return versioned(STATE, group.path(), horizon);
  }

  /** Groups that have schedules, sorted. */
  public List<GroupKey> groupsWithSchedules() {
    return GroupFolders.below(files, SCHEDULES);
  }

  /** Horizons that a group has schedules for, ascending. */
  public List<Horizon> horizons(GroupKey group) {
    return files.list(SCHEDULES + "/" + group.path()).stream()
        .filter(name -> name.startsWith(HORIZON))
        .map(name -> new Horizon(Double.parseDouble(name.substring(HORIZON.length()))))
        .sorted()
        .toList();
  }

  /** Groups that have ensembles, sorted. */
  public List<GroupKey> groupsWithEnsembles() {
    return GroupFolders.below(files, ENSEMBLES);
  }

  /** The ids of a group's ensembles, sorted. */
  public List<String> ensembles(GroupKey group) {
    return files.list(ENSEMBLES + "/" + group.path());
  }

  /**
   * Publishes an ensemble, whole or not at all.
   *
   * @param contents content by file name, such as {@code card.json}
   * @return whether it was written; false where the group has an ensemble of this id, which is left
   *     as it is
   */
  public boolean publishEnsemble(GroupKey group, String id, Map<String, byte[]> contents) {
    return files.createFolder(ensemblePath(group, id), contents);
  }

  /** A file of an ensemble; empty where there is none. */
  public Optional<byte[]> readEnsemble(GroupKey group, String id, String name) {
    return files.read(ensemblePath(group, id) + "/" + name);
  }

  /** Where an ensemble lies, relative to the store. */
  public String ensemblePath(GroupKey group, String id) {
    return ENSEMBLES + "/" + group.path() + "/" + id;
  }

  private VersionedFolder versioned(String kind, String owner, Horizon horizon) {
    return new VersionedFolder(files, kind + "/" + owner + "/" + HORIZON + horizon.fraction());
  }
}
