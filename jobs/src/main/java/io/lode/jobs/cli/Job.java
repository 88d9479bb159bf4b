package io.lode.jobs.cli;

import io.lode.jobs.pipeline.JobContext;

/** The work of a command, once Spark runs and the store is open. */
@FunctionalInterface
public interface Job {

  /** Does the work. */
  Result run(JobContext context);
}
