package io.lode.jobs.pipeline;

import io.lode.jobs.JobException;

/** What a use case came to, with its own judgement of whether that is a success. */
public interface JobReport {

  /** Why the work counts as failed, or partly failed, although there is a report; else null. */
  JobException failure();

  /**
   * Ends work that needs a full success.
   *
   * @throws JobException the failure, where there is one
   */
  default void requireSuccess() {
    JobException failure = failure();
    if (failure != null) {
      throw failure;
    }
  }

  /** The first failure of several reports, in their order; null where all succeeded. */
  static JobException firstFailure(JobReport... reports) {
    for (JobReport report : reports) {
      JobException failure = report.failure();
      if (failure != null) {
        return failure;
      }
    }
    return null;
  }
}
