package io.lode.jobs.store.artifacts;

import io.lode.artifact.ArtifactException;
import io.lode.forecast.Horizon;
import io.lode.jobs.store.files.StoreFiles;
import io.lode.jobs.store.files.VersionedFolder;
import io.lode.trajectory.GroupKey;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

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
  private static final String PROPOSALS = "proposals";
  private static final String CHECKPOINTS = "checkpoints";
  private static final String HORIZON = "horizon=";
  private static final String RUN = "run=";
  private static final String STEPS = "steps=";
  private static final String ANYTIME = "anytime";

  /** At most eighteen digits, which a long holds; other folders are not LODE's. */
  private static final Pattern STEPS_FOLDER = Pattern.compile(STEPS + "[1-9][0-9]{0,17}");

  private static final Pattern PROPOSAL_ID = Pattern.compile("[0-9a-f]{8,64}");

  /** Characters of ids; a copy that somebody made has others, or a card with another id. */
  private static final Pattern ENSEMBLE_ID = Pattern.compile("[A-Za-z0-9_-]+");

  /** The schedules of a group for a horizon. */
  public VersionedFolder schedules(GroupKey group, Horizon horizon) {
    return versioned(SCHEDULES, group.path(), horizon);
  }

  /** The plans of one run in flight for a horizon, which it follows rather than its group's. */
  public VersionedFolder plans(GroupKey group, String run, Horizon horizon) {
    return versioned(SCHEDULES, group.path() + "/" + RUN + GroupKey.encode(run), horizon);
  }

  /** The schedules of a group for runs of so many steps, which no run had. */
  public VersionedFolder longRuns(GroupKey group, long steps) {
    return new VersionedFolder(files, SCHEDULES + "/" + group.path() + "/" + STEPS + steps);
  }

  /** Lengths of runs that a group has schedules for, ascending. */
  public List<Long> longRuns(GroupKey group) {
    return files.list(SCHEDULES + "/" + group.path()).stream()
        .filter(name -> STEPS_FOLDER.matcher(name).matches())
        .map(name -> Long.parseLong(name.substring(STEPS.length())))
        .sorted()
        .toList();
  }

  /** The schedules of a group for trainings whose end is not known. */
  public VersionedFolder anytime(GroupKey group) {
    return new VersionedFolder(files, SCHEDULES + "/" + group.path() + "/" + ANYTIME);
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
    return horizons(SCHEDULES + "/" + group.path());
  }

  /** Every folder of versions of a group: schedules, plans of runs, and the search's states. */
  public List<VersionedFolder> versionedFolders(GroupKey group) {
    List<VersionedFolder> folders = new ArrayList<>(scheduleFolders(group));
    for (Horizon horizon : stateHorizons(group)) {
      folders.add(state(group, horizon));
    }
    return folders;
  }

  /** Every folder of a group's schedules, of those for runs of any length, and of plans of runs. */
  public List<VersionedFolder> scheduleFolders(GroupKey group) {
    List<String> owners = new ArrayList<>(List.of(group.path()));
    for (String run : runsWithPlans(group)) {
      owners.add(group.path() + "/" + RUN + GroupKey.encode(run));
    }
    List<VersionedFolder> folders = new ArrayList<>();
    for (String owner : owners) {
      for (Horizon horizon : horizons(SCHEDULES + "/" + owner)) {
        folders.add(versioned(SCHEDULES, owner, horizon));
      }
    }
    for (long steps : longRuns(group)) {
      folders.add(longRuns(group, steps));
    }
    if (files.list(SCHEDULES + "/" + group.path()).contains(ANYTIME)) {
      folders.add(anytime(group));
    }
    return folders;
  }

  private List<Horizon> horizons(String folder) {
    List<Horizon> horizons = new ArrayList<>();
    for (String name : files.list(folder)) {
      if (name.startsWith(RUN) || STEPS_FOLDER.matcher(name).matches() || name.equals(ANYTIME)) {
        continue;
      }
      Optional<Horizon> horizon = horizonOf(name);
      if (horizon.isPresent()) {
        horizons.add(horizon.get());
      } else {
        GroupFolders.tellStrange(folder + "/" + name);
      }
    }
    horizons.sort(null);
    return horizons;
  }

  /** The horizon whose folder has a name; empty where the name is that of no horizon's folder. */
  private static Optional<Horizon> horizonOf(String name) {
    if (!name.startsWith(HORIZON)) {
      return Optional.empty();
    }
    try {
      Horizon horizon = new Horizon(Double.parseDouble(name.substring(HORIZON.length())));
      // A copy of a folder may have a name that is a number, too.
      return (HORIZON + horizon.fraction()).equals(name) ? Optional.of(horizon) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Groups that have ensembles, sorted. */
  public List<GroupKey> groupsWithEnsembles() {
    return GroupFolders.below(files, ENSEMBLES);
  }

  /** Runs of a group that have plans of their own, sorted. */
  public List<String> runsWithPlans(GroupKey group) {
    return RunLogs.runsBelow(files, SCHEDULES + "/" + group.path());
  }

  /** Every group that has anything in the store beside rows of tables, sorted. */
  public List<GroupKey> groups() {
    Set<GroupKey> groups = new TreeSet<>();
    for (String kind :
        List.of(SCHEDULES, ENSEMBLES, STATE, PROPOSALS, CHECKPOINTS, RunLogs.FOLDER)) {
      groups.addAll(GroupFolders.below(files, kind));
    }
    return List.copyOf(groups);
  }

  /** Runs of a group that replanning remembers, sorted. */
  public List<String> runsWithStates(GroupKey group) {
    return RunLogs.runsBelow(files, STATE + "/" + group.path());
  }

  /** Horizons that a run has plans for, ascending. */
  public List<Horizon> planHorizons(GroupKey group, String run) {
    return horizons(SCHEDULES + "/" + group.path() + "/" + RUN + GroupKey.encode(run));
  }

  /** Horizons whose searches remember something, ascending. */
  public List<Horizon> stateHorizons(GroupKey group) {
    return horizons(STATE + "/" + group.path());
  }

  /** Folders of what a group's next sweep should try, relative to the store. */
  public List<String> proposals(GroupKey group) {
    List<String> folders = new ArrayList<>();
    String above = PROPOSALS + "/" + group.path();
    for (Horizon horizon : horizons(above)) {
      String folder = above + "/" + HORIZON + horizon.fraction();
      for (String name : files.list(folder)) {
        if (PROPOSAL_ID.matcher(name).matches()) {
          folders.add(folder + "/" + name);
        } else {
          GroupFolders.tellStrange(folder + "/" + name);
        }
      }
    }
    return folders;
  }

  /** Checkpoints of fits of a group, relative to the store. */
  public List<String> checkpoints(GroupKey group) {
    String folder = CHECKPOINTS + "/" + group.path();
    return files.list(folder).stream()
        .filter(name -> name.endsWith(".safetensors"))
        .map(name -> folder + "/" + name)
        .toList();
  }

  /** The ids of a group's ensembles, sorted. */
  public List<String> ensembles(GroupKey group) {
    List<String> ids = new ArrayList<>();
    String folder = ENSEMBLES + "/" + group.path();
    for (String name : files.list(folder)) {
      if (ENSEMBLE_ID.matcher(name).matches()) {
        ids.add(name);
      } else {
        GroupFolders.tellStrange(folder + "/" + name);
      }
    }
    return ids;
  }

  /**
   * Publishes an ensemble, whole or not at all, with a file {@code SHA256SUMS} that every reader
   * checks and {@code sha256sum -c} reads.
   *
   * @param contents content by file name, such as {@code card.json}
   * @return whether it was written; false where the group has an ensemble of this id that can be
   *     read, which is left as it is
   */
  public boolean publishEnsemble(GroupKey group, String id, Map<String, byte[]> contents) {
    Map<String, byte[]> whole = new TreeMap<>(contents);
    whole.put(Checksums.FILE, Checksums.of(contents).write());
    String folder = ensemblePath(group, id);
    return files.createFolder(folder, whole)
        || (isSetAside(group, id) && files.createFolder(folder, whole));
  }

  /** Whether the ensemble that is there was damaged, and is set aside now. */
  private boolean isSetAside(GroupKey group, String id) {
    String sums = ensemblePath(group, id) + "/" + Checksums.FILE;
    try {
      for (String name :
          files
              .read(sums)
              .map(text -> Checksums.read(text, sums).digests().keySet())
              .orElse(Set.of())) {
        if (readEnsemble(group, id, name).isEmpty()) {
          throw new ArtifactException(ensemblePath(group, id) + "/" + name + " is missing");
        }
      }
      return false;
    } catch (ArtifactException e) {
      return !new EnsembleFolder(this, group, id).mend(e);
    }
  }

  /**
   * A file of an ensemble; empty where there is none.
   *
   * @throws ArtifactException if it is not what was published
   */
  public Optional<byte[]> readEnsemble(GroupKey group, String id, String name) {
    String folder = ensemblePath(group, id);
    Optional<byte[]> content = files.read(folder + "/" + name);
    if (content.isPresent()) {
      // Ensembles of earlier builds have none.
      String sums = folder + "/" + Checksums.FILE;
      files
          .read(sums)
          .ifPresent(
              text -> Checksums.read(text, sums).require(name, content.get(), folder + "/" + name));
    }
    return content;
  }

  /** Where an ensemble lies, relative to the store. */
  public String ensemblePath(GroupKey group, String id) {
    return ENSEMBLES + "/" + group.path() + "/" + id;
  }

  private VersionedFolder versioned(String kind, String owner, Horizon horizon) {
    return new VersionedFolder(files, kind + "/" + owner + "/" + HORIZON + horizon.fraction());
  }
}
