package io.lode.jobs.pipeline;

import io.lode.jobs.GroupsFailedException;
import io.lode.jobs.group.ReplannedRun;
import io.lode.jobs.group.ReplannedRun.Outcome;
import java.util.List;

/**
 * What became of runs in flight.
 *
 * @param runs one result a run, by group and run
 */
public record ReplanReport(List<ReplannedRun> runs) implements JobReport {

  /** Names how many runs failed, and the first of them with its reason. */
  @Override
  public GroupsFailedException failure() {
    List<ReplannedRun> failed =
        runs.stream().filter(run -> run.outcome() == Outcome.FAILED).toList();
    return failed.isEmpty()
        ? null
        : new GroupsFailedException(
            "replan failed for %d of %d runs, the first is %s of %s: %s"
                .formatted(
                    failed.size(),
                    runs.size(),
                    failed.get(0).run(),
                    failed.get(0).group(),
                    failed.get(0).reason()));
  }
}
