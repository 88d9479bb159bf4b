package io.lode.jobs.group;

import io.lode.jobs.runlog.RunDescription;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Trajectory;
import java.io.Serializable;

/**
 * A run in flight with all that is known of it.
 *
 * @param group that it belongs to
 * @param run its name
 * @param description what it says of itself
 * @param trajectory what it has logged until it diverged, if it did; empty where it diverged in its
 *     first row
 * @param lastStep the last step that it has logged
 * @param diverged whether it has diverged by the rules of ingest
 */
record RunInFlight(
    GroupKey group,
    String run,
    RunDescription description,
    Trajectory trajectory,
    double lastStep,
    boolean diverged)
    implements Serializable {}
