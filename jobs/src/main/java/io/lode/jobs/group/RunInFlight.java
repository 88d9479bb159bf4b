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
 * @param trajectory what it has logged, at least one row
 * @param diverged whether a loss that it logged is not finite
 */
record RunInFlight(
    GroupKey group, String run, RunDescription description, Trajectory trajectory, boolean diverged)
    implements Serializable {}
