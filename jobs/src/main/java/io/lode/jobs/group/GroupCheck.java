package io.lode.jobs.group;

import io.lode.artifact.ArtifactException;
import io.lode.artifact.Safetensors;
import io.lode.artifact.ScheduleArtifact;
import io.lode.artifact.ScheduleArtifactJson;
import io.lode.artifact.ScheduleCsv;
import io.lode.forecast.Horizon;
import io.lode.jobs.runlog.LoggedRow;
import io.lode.jobs.runlog.RunDescription;
import io.lode.jobs.store.artifacts.Artifacts;
import io.lode.jobs.store.artifacts.Ensembles;
import io.lode.jobs.store.artifacts.Finding;
import io.lode.jobs.store.artifacts.Finding.Repair;
import io.lode.jobs.store.artifacts.Finding.State;
import io.lode.jobs.store.artifacts.RunLogs;
import io.lode.jobs.store.artifacts.ScheduleVersions;
import io.lode.jobs.store.files.SetAside;
import io.lode.jobs.store.files.StoreFiles;
import io.lode.trajectory.GroupKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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
    for (Horizon horizon : artifacts.horizons(group)) {
      findings.addAll(
          new ScheduleVersions(artifacts.schedules(group, horizon)).sound().check(repair));
    }
    for (String run : artifacts.runsWithPlans(group)) {
      for (Horizon horizon : artifacts.planHorizons(group, run)) {
        findings.addAll(
            new ScheduleVersions(artifacts.plans(group, run, horizon)).sound().check(repair));
      }
    }
    for (Horizon horizon : artifacts.stateHorizons(group)) {
      findings.addAll(new SearchStates(artifacts.state(group, horizon)).check(repair));
    }
    for (String run : artifacts.runsWithStates(group)) {
      ReplanState.check(artifacts.files(), group, run, repair).ifPresent(findings::add);
    }
    findings.addAll(new Ensembles(artifacts).check(group, repair));
    artifacts.checkpoints(group).forEach(path -> checkpoint(path, findings));
    artifacts.proposals(group).forEach(folder -> proposal(folder, findings));
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

  private void proposal(String folder, List<Finding> findings) {
    StoreFiles files = artifacts.files();
    String path = folder + "/schedule.json";
    try {
      ScheduleArtifact artifact =
          ScheduleArtifactJson.read(files.read(path).orElse(new byte[0]), path);
      byte[] csv = ScheduleCsv.write(artifact.schedule());
      if (files.read(folder + "/schedule.csv").filter(one -> Arrays.equals(one, csv)).isEmpty()) {
        if (repair == Repair.MEND) {
          files.replace(folder + "/schedule.csv", csv);
        }
        findings.add(
            new Finding(
                folder + "/schedule.csv",
                "it is not the schedule of schedule.json beside it",
                repair == Repair.MEND
                    ? "it is written again from schedule.json"
                    : "lode check --repair writes it again from schedule.json",
                repair == Repair.MEND ? State.MENDED : State.DAMAGED));
      }
    } catch (ArtifactException e) {
      findings.add(
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

  /** Only the training job can write its log again. */
  private void runLogs(GroupKey group, List<Finding> findings) {
    RunLogs logs = new RunLogs(artifacts.files());
    for (String run : logs.runs(group)) {
      String path = logs.descriptionPath(group, run);
      try {
        logs.description(group, run).ifPresent(bytes -> RunDescription.read(bytes, path));
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
