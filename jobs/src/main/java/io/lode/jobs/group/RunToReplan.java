package io.lode.jobs.group;

import io.lode.jobs.runlog.RunRows;
import io.lode.trajectory.GroupKey;
import java.io.Serializable;

/**
 * A run to be replanned, where it has something new.
 *
 * @param group that it belongs to
 * @param run its name
 * @param rows what it logged, or null where that is to be read from the store
 */
public record RunToReplan(GroupKey group, String run, RunRows rows) implements Serializable {}
