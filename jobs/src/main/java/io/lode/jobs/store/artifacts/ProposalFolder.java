package io.lode.jobs.store.artifacts;

import io.lode.artifact.ArtifactException;
import io.lode.artifact.Digests;
import io.lode.artifact.ScheduleArtifact;
import io.lode.artifact.ScheduleArtifactJson;
import io.lode.artifact.ScheduleCsv;
import io.lode.artifact.SettingsCsv;
import io.lode.forecast.Horizon;
import io.lode.jobs.store.artifacts.Finding.Repair;
import io.lode.jobs.store.artifacts.Finding.State;
import io.lode.jobs.store.files.SetAside;
import io.lode.jobs.store.files.StoreFiles;
import io.lode.trajectory.GroupKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files of one proposal. What {@code schedule.json} says is written again beside it where that
 * differs; the folder is set aside where {@code schedule.json} is damaged, or is that of another
 * proposal.
 *
 * @param files the store's files
 * @param group that it is for
 * @param folder relative to the store; its name is the beginning of the digest of its tables
 */
public record ProposalFolder(StoreFiles files, GroupKey group, String folder) {

  private static final String SCHEDULE = "schedule.csv";
  private static final String SETTINGS = "settings.csv";

  /** Looks at every file. */
  public List<Finding> check(Repair repair) {
    String path = folder + "/schedule.json";
    try {
      ScheduleArtifact artifact =
          ScheduleArtifactJson.read(files.read(path).orElse(new byte[0]), path);
      Map<String, byte[]> tables = tables(artifact);
      requireOwn(artifact, tables, path);
      return rewritten(tables, repair);
    } catch (ArtifactException e) {
      return List.of(
          repair == Repair.MEND
              ? new Finding(
                  folder,
                  e.getMessage(),
                  "it is set aside as "
                      + SetAside.folder(files, folder)
                      + ", lode propose writes it again where it is still proposed",
                  State.MENDED)
              : new Finding(
                  folder, e.getMessage(), "lode check --repair sets it aside", State.DAMAGED));
    }
  }

  private static Map<String, byte[]> tables(ScheduleArtifact artifact) {
    Map<String, byte[]> tables = new TreeMap<>();
    tables.put(SCHEDULE, ScheduleCsv.write(artifact.schedule()));
    if (!artifact.settings().values().isEmpty()) {
      tables.put(SETTINGS, SettingsCsv.write(artifact.settings().values()));
    }
    return tables;
  }

  private void requireOwn(ScheduleArtifact artifact, Map<String, byte[]> tables, String path) {
    Horizon horizon = new Horizon(artifact.horizon());
    boolean here =
        artifact.group().equals(group)
            && folder.startsWith(
                "proposals/" + group.path() + "/horizon=" + horizon.fraction() + "/");
    if (!here) {
      throw new ArtifactException(
          path + " is of " + artifact.group() + ", horizon " + horizon.fraction());
    }
    if (!isNamedBy(tables) && isNamedBy(present())) {
      throw new ArtifactException(path + " is of another proposal: the tables beside it are not");
    }
  }

  private Map<String, byte[]> present() {
    Map<String, byte[]> present = new TreeMap<>();
    for (String name : List.of(SCHEDULE, SETTINGS)) {
      files.read(folder + "/" + name).ifPresent(bytes -> present.put(name, bytes));
    }
    return present;
  }

  private boolean isNamedBy(Map<String, byte[]> tables) {
    return digest(tables).startsWith(folder.substring(folder.lastIndexOf('/') + 1));
  }

  /** The digest of some tables, one after the other in the order of their names. */
  public static String digest(Map<String, byte[]> tables) {
    byte[] all = new byte[0];
    for (byte[] table : new TreeMap<>(tables).values()) {
      int length = all.length;
      all = Arrays.copyOf(all, length + table.length);
      System.arraycopy(table, 0, all, length, table.length);
    }
    return Digests.sha256(all);
  }

  private List<Finding> rewritten(Map<String, byte[]> tables, Repair repair) {
    List<Finding> findings = new ArrayList<>();
    tables.forEach(
        (name, table) -> {
          String path = folder + "/" + name;
          if (files.read(path).filter(one -> Arrays.equals(one, table)).isPresent()) {
            return;
          }
          if (repair == Repair.MEND) {
            files.replace(path, table);
          }
          findings.add(
              new Finding(
                  path,
                  "it does not say what schedule.json beside it says",
                  repair == Repair.MEND
                      ? "it is written again from schedule.json"
                      : "lode check --repair writes it again from schedule.json",
                  repair == Repair.MEND ? State.MENDED : State.DAMAGED));
        });
    return findings;
  }
}
