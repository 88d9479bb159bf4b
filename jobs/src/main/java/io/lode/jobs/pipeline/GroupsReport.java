package io.lode.jobs.pipeline;

import io.lode.jobs.GroupsFailedException;
import io.lode.jobs.spark.GroupTasks.Done;
import java.util.List;

/**
 * What a use case came to that works on one group after the other.
 *
 * @param what was done, as the failure names it, such as {@code train}
 * @param groups one result a group, in the order of the groups
 */
public record GroupsReport<T>(String what, List<Done<T>> groups) implements JobReport {

  /** Names how many groups failed, and the first of them with its reason. */
  @Override
  public GroupsFailedException failure() {
    List<Done<T>> failed = groups.stream().filter(done -> done.failure() != null).toList();
    if (failed.isEmpty()) {
      return null;
    }
    return new GroupsFailedException(
        "%s failed for %d of %d groups, the first is %s: %s"
            .formatted(
                what,
                failed.size(),
                groups.size(),
                failed.get(0).group(),
                failed.get(0).failure()));
  }
}
