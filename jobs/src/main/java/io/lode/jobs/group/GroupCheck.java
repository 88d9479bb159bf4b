package io.lode.jobs.group;

import io.lode.artifact.ArtifactException;
import io.lode.artifact.Safetensors;
import io.lode.forecast.Horizon;
import io.lode.jobs.runlog.LoggedRow;
import io.lode.jobs.runlog.RunDescription;
import io.lode.jobs.store.artifacts.Artifacts;
import io.lode.jobs.store.artifacts.Ensembles;
import io.lode.jobs.store.artifacts.Finding;
import io.lode.jobs.store.artifacts.Finding.Repair;
import io.lode.jobs.store.artifacts.Finding.State;
import io.lode.jobs.store.artifacts.ProposalFolder;
import io.lode.jobs.store.artifacts.RunLogs;
import io.lode.jobs.store.artifacts.ScheduleVersions;
import io.lode.jobs.store.files.SetAside;
import io.lode.jobs.store.files.VersionedFolder;
import io.lode.trajectory.GroupKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at everything that the store keeps for groups beside the tables.
 *
 * @param artifacts of the store
 * @param repair whether what is damaged is mended
 */
public record GroupCheck(Artifacts artifacts, Repair repair) {

  /** What is wrong with what belongs to a group. */
  public List<Finding> run(GroupKey group) {
    List<Finding> findings = new ArrayList<>();
    for (VersionedFolder folder : artifacts.scheduleFolders(group)) {
      findings.addAll(new ScheduleVersions(folder).sound().check(repair));
    }
    for (Horizon horizon : artifacts.stateHorizons(group)) {
      findings.addAll(new SearchStates(artifacts.state(group, horizon)).check(repair));
    }
    for (String run : artifacts.runsWithStates(group)) {
      ReplanState.check(artifacts.files(), group, run, repair).ifPresent(findings::add);
    }
    findings.addAll(new Ensembles(artifacts).check(group, repair));
    artifacts.checkpoints(group).forEach(path -> checkpoint(path, findings));
    for (String folder : artifacts.proposals(group)) {
      findings.addAll(new ProposalFolder(artifacts.files(), group, folder).check(repair));
    }
    runLogs(group, findings);
    return findings;
  }

  private void checkpoint(String path, List<Finding> findings) {
    try {
      Safetensors.read(artifacts.files().read(path).orElse(new byte[0]), path);
    } catch (ArtifactException e) {
      findings.add(
          repair == Repair.MEND
              ? new Finding(
                  path,
                  e.getMessage(),
                  "it is set aside as "
                      + SetAside.file(artifacts.files(), path)
                      + ", the fit begins anew",
                  State.MENDED)
              : new Finding(
                  path, e.getMessage(), "lode check --repair sets it aside", State.DAMAGED));
    }
  }

  /** Only the training job can write its log again. */
  private void runLogs(GroupKey group, List<Finding> findings) {
    RunLogs logs = new RunLogs(artifacts.files());
    for (String run : logs.runs(group)) {
      String path = logs.descriptionPath(group, run);
      try {
        logs.description(group, run)
            .ifPresent(bytes -> RunDescription.readOf(bytes, path, group, run));
      } catch (RuntimeException e) {
        findings.add(
            new Finding(
                path,
                e.getMessage(),
                "its training job writes it again while it runs; until then it is not replanned",
                State.LEFT));
      }
      for (String part : logs.parts(group, run)) {
        byte[] bytes = artifacts.files().read(part).orElse(new byte[0]);
        long number = 0;
        long wrong = 0;
        for (String line :
            (Iterable<String>) new String(bytes, StandardCharsets.UTF_8).lines()::iterator) {
          boolean row =
              LoggedRow.parse(line, new LoggedRow.Place(part, number++))
                  .filter(one -> one.group().equals(group) && one.run().equals(run))
                  .isPresent();
          wrong += row || line.isBlank() ? 0 : 1;
        }
        if (wrong > 0 || number == 0) {
          findings.add(
              new Finding(
                  part,
                  number == 0 ? "it is empty" : wrong + " of " + number + " lines are no rows",
                  "what they logged is lost; restore the file from the training job, or delete it",
                  State.LEFT));
        }
      }
    }
  }
}
