package io.lode.jobs.pipeline.upkeep;

import io.lode.artifact.ArtifactException;
import io.lode.jobs.group.GroupCheck;
import io.lode.jobs.ingest.delivery.Deliveries;
import io.lode.jobs.pipeline.JobContext;
import io.lode.jobs.store.Store;
import io.lode.jobs.store.StoreMarker;
import io.lode.jobs.store.artifacts.Artifacts;
import io.lode.jobs.store.artifacts.Finding;
import io.lode.jobs.store.artifacts.Finding.Repair;
import io.lode.jobs.store.artifacts.Finding.State;
import io.lode.jobs.store.artifacts.Priors;
import io.lode.jobs.store.artifacts.WatchCheckpoints;
import io.lode.jobs.store.files.StoreHold;
import io.lode.jobs.store.tables.StoreTable;
import io.lode.jobs.store.tables.TableCheck;
import io.lode.jobs.store.tables.TableCheck.Damage;
import io.lode.trajectory.GroupKey;
import java.util.ArrayList;
import java.util.List;

/**
 * Walks a store, names everything that is damaged, and mends what it may.
 *
 * @param context of the use case; its filter says which groups are looked at, the tables always are
 */
public record Check(JobContext context) {

  /**
   * What was found.
   *
   * @param findings in the order in which they were found
   * @param groups that were looked at
   */
  public record Checked(List<Finding> findings, int groups) {

    /** Whether something is damaged now. */
    public boolean isDamaged() {
      return findings.stream()
          .anyMatch(one -> one.state() == State.DAMAGED || one.state() == State.LEFT);
    }
  }

  /**
   * Checks the store.
   *
   * @throws io.lode.jobs.UsageException if the store is a copy, or was moved
   */
  public Checked run(Repair repair) {
    Store store = context.store();
    store.requireHere();
    List<Finding> findings = new ArrayList<>();
    context.progress().accept("check: tables");
    if (repair == Repair.MEND) {
      store.files().exclusively(hold -> findings.addAll(tables(repair, hold)));
    } else {
      findings.addAll(tables(repair, null));
    }
    marker(findings, repair);
    findings.addAll(new Deliveries(store).check(repair));
    findings.addAll(new Priors(store.files()).sound().check(repair));
    findings.addAll(new WatchCheckpoints(store.files()).check(repair));
    Artifacts artifacts = store.artifacts();
    GroupCheck check = new GroupCheck(artifacts, repair);
    List<GroupKey> groups = artifacts.groups().stream().filter(context.groups()).toList();
    context.progress().accept("check: " + groups.size() + " groups");
    groups.forEach(group -> findings.addAll(check.run(group)));
    return new Checked(findings, groups.size());
  }

  private List<Finding> tables(Repair repair, StoreHold hold) {
    Store store = context.store();
    List<Finding> findings = new ArrayList<>();
    for (StoreTable table : store.tables()) {
      TableCheck check = new TableCheck(context.spark(), store.files(), table);
      List<Damage> damage = check.look();
      if (repair == Repair.MEND && !damage.isEmpty()) {
        check.mend(hold);
        // What a known delivery added may be gone.
        new Deliveries(store).forgetLatest();
      }
      for (Damage one : damage) {
        findings.add(
            new Finding(
                one.path(),
                one.found(),
                one.lost() + "; ingest the same logs again to get back what they hold",
                repair == Repair.MEND ? State.MENDED : State.DAMAGED));
      }
    }
    return findings;
  }

  private void marker(List<Finding> findings, Repair repair) {
    try {
      StoreMarker.read(context.store().files());
    } catch (ArtifactException e) {
      if (repair == Repair.MEND) {
        context.store().claim();
      }
      findings.add(
          new Finding(
              StoreMarker.FILE,
              e.getMessage(),
              repair == Repair.MEND
                  ? "it is written again from what the tables say"
                  : "the next command that writes writes it again from what the tables say",
              repair == Repair.MEND ? State.MENDED : State.DAMAGED));
    }
  }
}
